"""The public names, as type checkers see them."""

from journeymap.auditing import Audit as Audit
from journeymap.auditing import audit as audit
from journeymap.checklists import SHEETS as SHEETS
from journeymap.checklists import Answers as Answers
from journeymap.checklists import Checklist as Checklist
from journeymap.checklists import Progress as Progress
from journeymap.checklists import checklist as checklist
from journeymap.checklists import consolidate as consolidate
from journeymap.checklists import progress as progress
from journeymap.checklists import read_checklist as read_checklist
from journeymap.checklists import sheet as sheet
from journeymap.comparing import Comparison as Comparison
from journeymap.comparing import Robust as Robust
from journeymap.comparing import compare as compare
from journeymap.comparing import robust as robust
from journeymap.drawing import Drawing as Drawing
from journeymap.drawing import draw as draw
from journeymap.drawing.themes import Theme as Theme
from journeymap.drawing.themes import branded as branded
from journeymap.editing import edit as edit
from journeymap.errors import ContrastWarning as ContrastWarning
from journeymap.errors import DrawingError as DrawingError
from journeymap.errors import FontWarning as FontWarning
from journeymap.errors import JourneyError as JourneyError
from journeymap.errors import JourneymapError as JourneymapError
from journeymap.errors import MissingToolError as MissingToolError
from journeymap.errors import Problem as Problem
from journeymap.errors import ReadError as ReadError
from journeymap.errors import ReadWarning as ReadWarning
from journeymap.errors import SavingError as SavingError
from journeymap.errors import ScoringError as ScoringError
from journeymap.errors import UnknownNameError as UnknownNameError
from journeymap.evidence import Conformance as Conformance
from journeymap.evidence import Log as Log
from journeymap.evidence import Moments as Moments
from journeymap.evidence import SurveyResult as SurveyResult
from journeymap.evidence import TransitionCounts as TransitionCounts
from journeymap.evidence import conformance as conformance
from journeymap.evidence import count_transitions as count_transitions
from journeymap.evidence import from_log as from_log
from journeymap.evidence import moments as moments
from journeymap.evidence import read_log as read_log
from journeymap.evidence import read_survey as read_survey
from journeymap.evidence import with_ratings as with_ratings
from journeymap.evidence import with_times as with_times
from journeymap.facts import Account as Account
from journeymap.facts import Blueprint as Blueprint
from journeymap.facts import ByChannel as ByChannel
from journeymap.facts import ByPersona as ByPersona
from journeymap.facts import Conduct as Conduct
from journeymap.facts import Confirmation as Confirmation
from journeymap.facts import Contact as Contact
from journeymap.facts import Delivery as Delivery
from journeymap.facts import Evidence as Evidence
from journeymap.facts import Exit as Exit
from journeymap.facts import Failure as Failure
from journeymap.facts import Fee as Fee
from journeymap.facts import Greeting as Greeting
from journeymap.facts import Incident as Incident
from journeymap.facts import Keepsake as Keepsake
from journeymap.facts import Listing as Listing
from journeymap.facts import News as News
from journeymap.facts import Nps as Nps
from journeymap.facts import Payment as Payment
from journeymap.facts import Promise as Promise
from journeymap.facts import Queue as Queue
from journeymap.facts import Response as Response
from journeymap.facts import Screen as Screen
from journeymap.facts import Staff as Staff
from journeymap.facts import Subscription as Subscription
from journeymap.facts import Support as Support
from journeymap.facts import Surroundings as Surroundings
from journeymap.facts import Survey as Survey
from journeymap.facts import Upsell as Upsell
from journeymap.facts import Value as Value
from journeymap.facts import Wait as Wait
from journeymap.figuring import Figures as Figures
from journeymap.figuring import figures as figures
from journeymap.fitting import Fit as Fit
from journeymap.fitting import fit_weights as fit_weights
from journeymap.formats import dumps as dumps
from journeymap.formats import from_table as from_table
from journeymap.formats import load as load
from journeymap.formats import load_all as load_all
from journeymap.formats import loads as loads
from journeymap.formats.networks import from_networkx as from_networkx
from journeymap.formats.networks import to_networkx as to_networkx
from journeymap.model import Business as Business
from journeymap.model import Journey as Journey
from journeymap.model import Persona as Persona
from journeymap.model import Scale as Scale
from journeymap.model import Stage as Stage
from journeymap.model import Touchpoint as Touchpoint
from journeymap.model import Transition as Transition
from journeymap.pathfinding import Path as Path
from journeymap.pathfinding import paths as paths
from journeymap.phrasing import remarks as remarks
from journeymap.reports.briefs import brief as brief
from journeymap.reports.trends import trend as trend
from journeymap.rulebook import Context as Context
from journeymap.rulebook import Finding as Finding
from journeymap.rulebook import Outcome as Outcome
from journeymap.rulebook import Rule as Rule
from journeymap.rulebook import Severity as Severity
from journeymap.rulebook import rule as rule
from journeymap.rules import RULES as RULES
from journeymap.saving import save as save
from journeymap.scoring import Ending as Ending
from journeymap.scoring import Score as Score
from journeymap.scoring import Weights as Weights
from journeymap.scoring import score as score
from journeymap.scoring import worst_path as worst_path
from journeymap.sequencing import Change as Change
from journeymap.sequencing import Resequencing as Resequencing
from journeymap.sequencing import resequence as resequence
from journeymap.sequencing import what_if as what_if
from journeymap.valuing import framing as framing
from journeymap.valuing import losing as losing
from journeymap.valuing import reactions as reactions
from journeymap.waiving import Waiver as Waiver

__all__ = [
    "RULES",
    "SHEETS",
    "Account",
    "Answers",
    "Audit",
    "Blueprint",
    "Business",
    "ByChannel",
    "ByPersona",
    "Change",
    "Checklist",
    "Comparison",
    "Conduct",
    "Confirmation",
    "Conformance",
    "Contact",
    "Context",
    "ContrastWarning",
    "Delivery",
    "Drawing",
    "DrawingError",
    "Ending",
    "Evidence",
    "Exit",
    "Failure",
    "Fee",
    "Figures",
    "Finding",
    "Fit",
    "FontWarning",
    "Greeting",
    "Incident",
    "Journey",
    "JourneyError",
    "JourneymapError",
    "Keepsake",
    "Listing",
    "Log",
    "MissingToolError",
    "Moments",
    "News",
    "Nps",
    "Outcome",
    "Path",
    "Payment",
    "Persona",
    "Problem",
    "Progress",
    "Promise",
    "Queue",
    "ReadError",
    "ReadWarning",
    "Resequencing",
    "Response",
    "Robust",
    "Rule",
    "SavingError",
    "Scale",
    "Score",
    "ScoringError",
    "Screen",
    "Severity",
    "Staff",
    "Stage",
    "Subscription",
    "Support",
    "Surroundings",
    "Survey",
    "SurveyResult",
    "Theme",
    "Touchpoint",
    "Transition",
    "TransitionCounts",
    "UnknownNameError",
    "Upsell",
    "Value",
    "Wait",
    "Waiver",
    "Weights",
    "audit",
    "branded",
    "brief",
    "checklist",
    "compare",
    "conformance",
    "consolidate",
    "count_transitions",
    "draw",
    "dumps",
    "edit",
    "figures",
    "fit_weights",
    "framing",
    "from_log",
    "from_networkx",
    "from_table",
    "load",
    "load_all",
    "loads",
    "losing",
    "moments",
    "paths",
    "progress",
    "reactions",
    "read_checklist",
    "read_log",
    "read_survey",
    "remarks",
    "resequence",
    "robust",
    "rule",
    "save",
    "score",
    "sheet",
    "to_networkx",
    "trend",
    "what_if",
    "with_ratings",
    "with_times",
    "worst_path",
]
