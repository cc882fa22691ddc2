"""Every board: figures that open their rows, drawn from the registers. It owns no table."""
