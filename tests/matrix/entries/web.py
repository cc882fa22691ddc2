"""Who may open the root pages. Acting, moving the clock and absences exist in a demo only."""

from tests.matrix.entries import Entry

NO_DEMO = "outside a demo there is nobody to act as and no clock to move"

ENTRIES = {
    "web:home": Entry(nobody="signin", why="outside a demo the front door is the sign-in page"),
    "web:verify_code": Entry(kwargs={"code": "NOSVCH"}),
    "web:act_as": Entry(
        method="POST",
        nobody="hidden",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why=NO_DEMO,
    ),
    "web:move_clock": Entry(
        method="POST",
        nobody="hidden",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why=NO_DEMO,
    ),
    "web:someone_absent": Entry(
        method="POST",
        nobody="hidden",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why=NO_DEMO,
    ),
}
