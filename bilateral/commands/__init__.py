"""The commands, a module each; `bilateral.cli` puts them together."""

from bilateral.commands.report import report
from bilateral.commands.verify import verify

COMMANDS = (report, verify)
