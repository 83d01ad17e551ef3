"""Where the rules come from, each source named in one way.

A rule claims no more than its source. ``OWN`` marks what is this library's own choice, ``PRACTICE`` what people who
design services say and nobody has measured.
"""

from __future__ import annotations

OWN = "A requirement of this library, 2026"
PRACTICE = "Service design practice, 2026 (experience, not measurement)"

ALAYBEK = "Alaybek et al. 2022 (meta-analysis)"
ARIELY_CARMON = "Ariely & Carmon 2000 (abstract)"
ARIELY_ZAUBERMAN = "Ariely & Zauberman 2000 (abstract)"
BAIN = "Bain & Company 2005, survey of 362 firms"
BAYMARD = "Baymard Institute, cart abandonment survey before 2025 (what shoppers say, quoted second-hand)"
CARLZON = "Carlzon 1987, Moments of Truth"
CHASE_DASU = "Chase & Dasu 2001, Harvard Business Review"
DAS_GUPTA = "Das Gupta, Karmarkar & Roels 2016 (abstract)"
DE_MATOS = "de Matos, Henrique & Rossi 2007 (meta-analysis)"
DIXON = "Dixon, Freeman & Toman 2010, Harvard Business Review (quoted second-hand)"
EU_CONSUMER_RIGHTS = "EU Directive 2011/83, Art. 6(1)(e) (quoted second-hand)"
EU_CONTACT_POINT = "EU Digital Services Act, Regulation 2022/2065, Art. 12(1), for intermediary services"
EU_EXTRA_PAYMENTS = "EU Directive 2011/83, Art. 22 (quoted second-hand)"
EU_ORDER_BUTTON = "EU Directive 2011/83, Art. 8(2) (quoted second-hand)"
EU_WHO_SELLS = "EU Directive 2011/83, Art. 6(1) (quoted second-hand)"
FREDERICK_LOEWENSTEIN = "Frederick & Loewenstein 2008 (abstract)"
GOV_UK_CONFIRMATION = "GOV.UK Design System, confirmation pages, read 2025"
KAHNEMAN = "Kahneman, Fredrickson, Schreiber & Redelmeier 1993 (quoted second-hand)"
KOREA_E_COMMERCE = "Korea, E-Commerce Act, amendment in force 14 February 2025"
KOREA_WHO_SELLS = (
    "Korea, E-Commerce Act, Art. 10(1), enforcement rule Art. 7, read 2025 (list of items quoted second-hand)"
)
LEGG_SWEENY = "Legg & Sweeny 2013 (abstract)"
LOEWENSTEIN_PRELEC = "Loewenstein & Prelec 1993 (quoted second-hand)"
MAISTER = "Maister 1985, The Psychology of Waiting Lines (quoted second-hand)"
MAXHAM_NETEMEYER = "Maxham & Netemeyer 2002 (abstract)"
NIELSEN = "Nielsen 1993, Usability Engineering"
NIELSEN_DAY = "Nielsen 2009, Powers of 10 (quoted second-hand)"
SINGH = "Singh et al. 2018 (as their university reports it)"
TARP = "TARP, loyalty after complaints (quoted second-hand, read 2025)"
THALER_JOHNSON = "Thaler & Johnson 1990, as Thaler 1999 sums it up"
UK_DMCC = "UK, Digital Markets, Competition and Consumers Act 2024, s. 230, with guidance CMA209 of 2025"
VERHOEF = "Verhoef, Antonides & de Hoog 2004"
WCAG_CONSISTENT_HELP = "WCAG 2.2 of 2023, success criterion 3.2.6 (level A)"
