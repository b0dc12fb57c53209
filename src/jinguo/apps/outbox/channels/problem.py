"""A message could not be sent now."""


class NotSent(Exception):
    """``code`` is a phrase, ``detail`` what the other side said; ``for_good``: the address was refused."""

    def __init__(self, code: str, detail: str = "", *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.detail, self.for_good = code, detail, for_good
