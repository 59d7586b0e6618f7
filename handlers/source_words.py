"""A source that is told in words, in the contact's language: what is known in the field, lists, papers, replies."""

from __future__ import annotations

import re

from content.sources import readable
from handlers.turn import Turn
from locales import N_

_PARTS = re.compile(r"; (?![^(]*\))")  # but not where brackets are open
_CODE = ", IFSC "
TOLD = (  # what the files say more than once, or of many offices; names of pages and papers stay as they are
    N_("general knowledge"),
    N_("general knowledge (a DIC serves every district; office in the district town)"),
    N_("general knowledge (15 new technology centres under the Technology Centre Systems Programme)"),
    N_("general knowledge of the 2022 PMEGP guidelines (kviconline.gov.in)"),
    N_("general knowledge: 1930, cybercrime.gov.in, sancharsaathi.gov.in"),
    N_("duration: general knowledge"),
    N_("web address seen on public pages"),
    N_("PMEGP query address pmegp@kvic.gov.in seen in research notes"),
    N_("samadhaan.msme.gov.in and odr.msme.gov.in seen in research notes"),
    N_("dgft.gov.in seen in research notes"),
    N_("domain nabard.org seen in research notes"),
    N_("number of centres: handlooms.gov.in (29) and datais.info Lok Sabha answer (28)"),
    N_("research notes"),
    N_("research notes, BIS laboratory list"),
    N_("research notes with the BIS laboratory list"),
    N_("BIS laboratory list as copied in research notes (lims.bis.gov.in)"),
    N_("research notes listing MSME branches (not an official page)"),
    N_("phone: research notes listing MSME branches (not an official page)"),
    N_("research notes of the NHDC site"),
    N_("research notes of NHDC site"),
    N_("research notes of the centre's site"),
    N_("research notes on MSMED Act sections 15-16"),
    N_("research notes quoting CBIC"),
    N_("research notes quoting section 15 and 16 of the MSMED Act, 2006"),
    N_("research notes: several files quoting S.O. 1364(E) of 21 March 2025"),
    N_("research notes for the portal"),
    N_("RBI list of bank branches"),
    N_(
        "ab.dcmsme.gov.in (18 tool rooms and technical institutions under DC-MSME;"
        " individual towns: general knowledge)"
    ),
    N_("technicaltextile.gov.in (8 regional offices; towns: general knowledge)"),
    N_("handlooms.gov.in (six IIHTs; towns: general knowledge)"),
    N_("orissadiary.com (number; towns: general knowledge)"),
    N_("taxguru.in (2007; office address may have changed)"),
    N_("github.com (list of registered GIs in India, 2025-10-06)"),
    N_("docslib.org (MSE-CDP steering committee agenda, 18 Jun 2012)"),
    N_("docslib.org (MSE-CDP steering committee agenda, 2 Mar 2021)"),
    N_("pdfslide.net (MSE-CDP steering committee agenda, 1 Nov 2012)"),
    N_("vdocuments.site (MSE-CDP steering committee agenda, 3 Sep 2014)"),
    N_("vdocuments.us (Rajkot foundry cluster study, Oct 2009)"),
    N_("vdocument.in (TERI cluster profile, 2016)"),
    N_("zlibrary.cc (MSME-DI Agra industrial profile of Agra)"),
    N_(
        "public page: list of MSE-CDP common facility centres completed in 2018-19"
        " (parliamentary reply; its address is not known)"
    ),
    N_("standard annuity formula"),
)


def source_words(turn: Turn, source: str) -> str:
    """A source as it is told, part by part; a part that isn't known stands as it is."""
    return "; ".join(_said(turn, part) for part in _PARTS.split(readable(source)))


def _said(turn: Turn, part: str) -> str:
    name, comma, code = part.partition(_CODE)
    return turn.gettext(name) + comma + code
