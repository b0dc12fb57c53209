"""Jinguo (巾帼): selections, review and paperwork for women in science and technology."""

__version__ = "0.1.0"
