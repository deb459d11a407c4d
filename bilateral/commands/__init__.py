"""The commands, a module each; `bilateral.cli` puts them together."""

from bilateral.commands.codebook import codebook
from bilateral.commands.diff import diff
from bilateral.commands.facts import facts
from bilateral.commands.report import report
from bilateral.commands.verify import verify
from bilateral.commands.view import view

COMMANDS = (facts, report, verify, view, diff, codebook)
