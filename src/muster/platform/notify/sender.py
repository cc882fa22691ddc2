"""How access sends codes: through the outbox."""

from muster.platform.access.contracts import CodeMessage
from muster.platform.notify import services


class OutboxSender:
    """The sender that access asks for."""

    def send(self, message: CodeMessage) -> bool:
        """Queue the message inside the current transaction; False where no channel serves it."""
        return services.send_access_code(message)
