"""What can go wrong while a batch is made."""

from courier.messages import UserError


class BatchError(UserError):
    """A batch that cannot be created or written; nothing of it is delivered."""


class BatchNotWritten(BatchError):
    """No file can be written, which is no fault of the sheet: because of the folder, or of the names the destination
    wants."""
