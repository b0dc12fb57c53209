"""`python -m jinguo` is the `jinguo` command."""

from jinguo.cli import main

main()
