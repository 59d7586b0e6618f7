"""Number words and units that owners type, in English, Hindi and Tamil, and in Latin letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from content.folding import ascii_digits

_SPELLING = str.maketrans({"\u093c": None, "\u0901": "\u0902", "\u200c": None, "\u200d": None})


def plain(text: str) -> str:
    """A text without its spelling habits: case, digits of other scripts, nukta, chandrabindu, joiners."""
    return ascii_digits(unicodedata.normalize("NFC", text)).lower().translate(_SPELLING).strip()


def _by_word(lists: Mapping[str, str]) -> dict[str, Decimal]:
    return {word: Decimal(value) for value, words in lists.items() for word in plain(words).split()}


RUPEES = _by_word({
    "10000000": "cr crs crore crores karod karor करोड़ करोड कोटी ಕೋಟಿ కోటి കോടി কোটি કરોડ ਕਰੋੜ କୋଟି کروڑ கோடி கோடியே kodi",
    "100000": "l lac lacs lakh lakhs laakh laakhs lk लाख ಲಕ್ಷ లక్ష ലക്ഷം লাখ লক্ষ લાખ ਲੱਖ ଲକ୍ଷ لاکھ"
    " லட்சம் லட்சத்து இலட்சம் இலட்சத்து latcham",
    "1000": "k th thousand hazar hazaar हज़ार ಸಾವಿರ వేలు ആയിരം হাজার હજાર ਹਜ਼ਾਰ ହଜାର ہزار"
    " ஆயிரம் ஆயிரத்து aayiram",
})  # fmt: skip
MONTHS = _by_word({
    "12": "year years yr yrs y साल सालों वर्ष वर्षों बरस saal sal varsh baras ವರ್ಷ సంవత్సరం సంవత్సరాలు വർഷം বছর વર્ષ ਸਾਲ"
    " ବର୍ଷ سال வருடம் வருடங்கள் வருஷம் ஆண்டு ஆண்டுகள் varudam varusham aandu",
    "1": "month months mth mths m महीना महीने महीनों माह मास mahina mahine maheena maheene maah ತಿಂಗಳು నెల నెలలు മാസം"
    " মাস મહિના ਮਹੀਨੇ ମାସ مہینے மாதம் மாதங்கள் மாசம் maadham maatham maasam",
})  # fmt: skip
DAYS = _by_word({
    "7": "week weeks हफ़्ता हफ़्ते सप्ताह hafta hafte வாரம் வாரங்கள் vaaram",
    "1": "day days d दिन दिनों din ದಿನ ದಿನಗಳು రోజు రోజులు ദിവസം দিন દિવસ ਦਿਨ ଦିନ دن நாள் நாட்கள் நாள்கள் naal",
})  # fmt: skip
PERCENT = _by_word({"1": "% percent pct प्रतिशत फ़ीसदी pratishat சதவீதம் சதவிகிதம்"})
HUNDRED = frozenset(plain("hundred sau सौ நூறு").split())
ADDED = _by_word({"0.5": "साढ़े sadhe saadhe sade", "0.25": "सवा sawa sava", "-0.25": "पौने paune"})  # with what follows
NUMBERS = _by_word({
    "0.5": "half आधा aadha adha அரை",
    "0.75": "पौन पौना முக்கால்",
    "1.25": "ஒன்றேகால்",
    "1.5": "डेढ़ dedh derh ஒன்றரை onnarai",
    "1.75": "ஒன்றேமுக்கால்",
    "2.5": "ढाई अढ़ाई dhai dhaai adhai இரண்டரை rendarai",
    "3.5": "மூன்றரை",
    "4.5": "நான்கரை நாலரை",
    "5.5": "ஐந்தரை",
    "6.5": "ஆறரை",
    "7.5": "ஏழரை",
    "8.5": "எட்டரை",
    "9.5": "ஒன்பதரை",
    "1": "one एक ek ஒன்று ஒரு oru",
    "2": "two दो do இரண்டு ரெண்டு rendu irandu",
    "3": "three तीन teen tin மூன்று மூணு moonu",
    "4": "four चार char chaar நான்கு நாலு naalu",
    "5": "five पांच panch paanch ஐந்து அஞ்சு anju",
    "6": "six छह छः छे chhe chhah ஆறு aaru",
    "7": "seven सात saat ஏழு ezhu",
    "8": "eight आठ aath எட்டு ettu",
    "9": "nine नौ nau ஒன்பது",
    "10": "ten दस das dus பத்து pathu",
    "11": "eleven ग्यारह gyarah பதினொன்று பதினோரு",
    "12": "twelve बारह barah baarah பன்னிரண்டு பன்னிரெண்டு",
    "13": "thirteen तेरह terah பதின்மூன்று பதிமூன்று",
    "14": "fourteen चौदह chaudah பதினான்கு பதினாலு",
    "15": "fifteen पंद्रह पन्द्रह pandrah பதினைந்து பதினஞ்சு",
    "16": "sixteen सोलह solah பதினாறு",
    "17": "seventeen सत्रह satrah பதினேழு",
    "18": "eighteen अठारह atharah பதினெட்டு",
    "19": "nineteen उन्नीस unnis பத்தொன்பது",
    "20": "twenty बीस bees இருபது irubathu",
    "25": "twenty-five पच्चीस pachees pachis இருபத்தைந்து",
    "30": "thirty तीस tees முப்பது",
    "40": "forty चालीस chalis chaalis நாற்பது",
    "50": "fifty पचास pachas pachaas ஐம்பது",
    "60": "sixty साठ அறுபது",
    "75": "seventy-five पचहत्तर pachhattar எழுபத்தைந்து",
    "100": "hundred सौ sau நூறு",
    "5000": "ஐயாயிரம்",
    "10000": "பத்தாயிரம்",
    "20000": "இருபதாயிரம்",
    "50000": "ஐம்பதாயிரம்",
})  # fmt: skip
