"""The words in which owners say when: English, Hindi and Tamil, in their own script and in Latin letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Words = Mapping[str, Sequence[str]]

# fmt: off
FREQUENCIES: Words = {
    "daily": (
        "every day", "daily", "everyday", "each day", "evry day",
        "हर दिन", "हर रोज", "हर रोज़", "रोज", "रोज़", "रोजाना",
        "रोज़ाना", "प्रतिदिन", "har din", "har roz", "har roj",
        "roz", "rozana", "rojana", "தினமும்", "தினசரி", "தினந்தோறும்",
        "ஒவ்வொரு நாளும்", "dinamum", "thinamum", "dhinamum", "ovvoru naalum", "ovoru nalum",
    ),
    "weekly": (
        "every week", "weekly", "each week", "evry week",
        "हर हफ्ते", "हर हफ़्ते", "हर सप्ताह", "प्रति सप्ताह", "साप्ताहिक",
        "har hafte", "har hafta", "har saptah",
        "வாரந்தோறும்", "வாராவாரம்", "ஒவ்வொரு வாரமும்", "ovvoru vaaramum",
        "ovvoru varamum", "vaarandhorum", "vaara vaaram",
    ),
    "monthly": (
        "of every month", "every month", "monthly", "of each month", "each month", "evry month", "har month",
        "हर महीने की", "हर महीने के", "हर महीने में", "हर महीने",
        "हर महिने", "हर माह", "प्रति माह", "प्रतिमाह", "मासिक",
        "har mahine ki", "har mahine ke", "har mahine", "har maheene", "har mahiney", "har mahina", "har maah",
        "மாதந்தோறும்", "மாதம்தோறும்", "மாதாமாதம்",
        "ஒவ்வொரு மாதமும்", "ஒவ்வொரு மாதம்", "ஒவ்வொரு மாசமும்", "ovvoru maadhamum",
        "ovvoru mathamum", "ovvoru maathamum", "ovvoru madhamum",
        "ovvoru maasamum", "ovoru masamum", "ovoru mathamum",
        "maadham thorum", "maadhandhorum", "maathamthorum", "maasa maasam",
    ),
    "yearly": (
        "of every year", "every year", "yearly", "annually",
        "each year", "evry year", "हर साल", "हर वर्ष", "प्रति वर्ष",
        "प्रतिवर्ष", "सालाना", "har saal", "har sal",
        "har varsh", "salana", "ஆண்டுதோறும்", "வருடந்தோறும்", "வருடாவருடம்",
        "ஒவ்வொரு ஆண்டும்", "ஒவ்வொரு வருடமும்", "varudham thorum",
        "varudandhorum", "ovvoru varudamum", "ovvoru varushamum",
        "ovvoru aandum", "ovvoru andum",
    ),
}
EVERY = ("every", "evry", "each", "हर", "प्रत्येक", "har", "ஒவ்வொரு", "ovvoru", "ovoru")
UNKEPT_RHYTHMS = (
    "quarterly", "every quarter", "half-yearly", "half yearly", "fortnightly", "every fortnight", "bimonthly",
    "every weekday", "तिमाही", "हर तिमाही", "छमाही",
    "timahi", "har timahi", "chhamahi", "காலாண்டுதோறும்", "அரையாண்டுதோறும்",
)
LAST_DAY = (
    "on the last day of every month", "last day of every month",
    "on last day of every month", "last day every month",
    "last date of every month", "last day of the month",
    "last day of month", "every month end", "end of every month",
    "month end", "हर महीने के आखिरी दिन",
    "हर महीने के आख़िरी दिन", "हर महीने के अंतिम दिन", "हर महीने की आखिरी तारीख",
    "महीने के आखिरी दिन", "महीने के अंतिम दिन", "har mahine ke aakhri din", "har mahine ke akhri din",
    "har mahine ke aakhiri din", "har mahine ki aakhri tarikh", "mahine ke aakhri din", "mahine ke akhri din",
    "ஒவ்வொரு மாத கடைசி நாளும்", "ஒவ்வொரு மாதமும் கடைசி நாள்", "ஒவ்வொரு மாதமும் கடைசி நாளில்", "மாத கடைசி நாள்",
    "மாதக் கடைசி நாள்", "மாத இறுதி நாள்", "மாதக் கடைசி", "மாதக் கடைசியில்", "ovvoru maadhamum kadaisi naal",
    "ovvoru mathamum kadaisi nal", "maadha kadaisi naal", "maasa kadaisi",
)
RELATIVE_DAYS: Words = {
    "2": (
        "day after tomorrow", "day after tmrw", "overmorrow", "परसों",
        "परसो", "parso", "parson", "நாளை மறுநாள்",
        "நாளைமறுநாள்", "நாளன்னைக்கு", "naalai marunaal", "nalai marunal", "naalannaiku", "naalanaiku",
    ),
    "1": (
        "tomorrow", "tmrw", "tmrow", "tomoro", "tommorow",
        "tommorrow", "2moro", "कल", "kal", "நாளை", "நாளைக்கு",
        "நாளைக்", "naalai", "nalai", "naalaikku", "naalaiku", "nalaikku", "nalaiku", "naalaiki", "nalaiki",
    ),
    "0": (
        "today", "todya", "आज", "aaj",
        "இன்று", "இன்றைக்கு", "இன்னைக்கு", "indru", "innaikku", "innaiku",
        "inniku", "inru",
    ),
    "7": (
        "next week", "अगले हफ्ते", "अगले हफ़्ते", "अगले सप्ताह",
        "agle hafte", "agle week", "அடுத்த வாரம்", "adutha vaaram",
        "adutha varam",
    ),
    "-1": ("yesterday", "बीते कल", "beete kal", "நேற்று", "நேத்து", "netru", "nethu"),
    "-2": (
        "day before yesterday", "நேற்று முன்தினம்", "முந்தாநாள்", "முந்தாநேத்து", "netru munthinam", "mundhanaal",
    ),
}
EITHER_WAY = ("कल", "kal", "परसों", "परसो", "parso", "parson")  # so many days ahead, or so many ago
AGO = (  # after a span: "10 days ago", "10 दिन पहले"
    "ago", "back", "earlier", "पहले", "पूर्व", "pehle", "pahle", "முன்", "முன்பு", "முன்னால்", "முன்னாடி",
    "mun", "munbu", "munnaal", "munnadi",
)
NEXT_MONTH = (
    "of next month", "next month", "अगले महीने की", "अगले महीने",
    "अगले माह", "agle mahine ki", "agle mahine", "agle month",
    "அடுத்த மாதம்", "அடுத்த மாசம்", "adutha maadham", "adutha matham", "adutha maasam", "adutha masam",
)
WEEKDAYS: Words = {
    "0": (
        "monday", "mondays", "mondey", "munday", "mon", "सोमवार",
        "सोम", "somvar", "somwar", "somvaar", "somwaar", "திங்கள்",
        "திங்கள்கிழமை", "திங்கட்கிழமை", "thingal", "thingal kizhamai", "thingatkizhamai", "thingalkizhamai",
    ),
    "1": (
        "tuesday", "tuesdays", "tusday", "tue", "tues",
        "मंगलवार", "मंगल", "mangalvar", "mangalwar", "mangalvaar", "செவ்வாய்",
        "செவ்வாய்க்கிழமை", "செவ்வாய்கிழமை", "sevvai", "sevvaai", "sevvai kizhamai", "sevvaikizhamai",
    ),
    "2": (
        "wednesday", "wednesdays", "wensday", "wed", "बुधवार", "बुध", "budhvar", "budhwar", "budhvaar", "புதன்",
        "புதன்கிழமை", "budhan", "puthan", "budhan kizhamai", "puthan kizhamai", "budhankizhamai",
    ),
    "3": (
        "thursday", "thursdays", "thrusday", "thu", "thur",
        "thurs", "गुरुवार", "गुरूवार", "बृहस्पतिवार", "वीरवार", "guruvar",
        "guruwar", "guruvaar", "veervar", "வியாழன்", "வியாழக்கிழமை", "viyazhan", "vyazhan", "viyazha kizhamai",
        "viyazhakizhamai",
    ),
    "4": (
        "friday", "fridays", "fridy", "firday", "fri",
        "शुक्रवार", "शुक्र", "shukravar", "shukrawar", "shukrwar", "jumma",
        "வெள்ளி", "வெள்ளிக்கிழமை", "velli", "velli kizhamai", "vellikizhamai", "vellikilamai",
    ),
    "5": (
        "saturday", "saturdays", "saterday", "sat", "शनिवार",
        "शनि", "shanivar", "shaniwar", "shanivaar", "சனி", "சனிக்கிழமை",
        "sani", "sani kizhamai", "sanikizhamai", "sanikilamai",
    ),
    "6": (
        "sunday", "sundays", "sundey", "sun", "रविवार",
        "इतवार", "ravivar", "raviwar", "ravivaar", "itwar", "itvar",
        "ஞாயிறு", "ஞாயிற்றுக்கிழமை", "gnayiru", "nyayiru", "gnayitru kizhamai", "gnayirukizhamai",
    ),
}
MONTHS: Words = {
    "1": ("january", "jan", "जनवरी", "janvari", "janwari", "ஜனவரி"),
    "2": ("february", "feb", "febuary", "फरवरी", "फ़रवरी", "farvari", "farwari", "பிப்ரவரி", "பெப்ரவரி"),
    "3": ("march", "mar", "मार्च", "மார்ச்", "மார்ச்சு"),
    "4": ("april", "apr", "apirl", "अप्रैल", "aprail", "ஏப்ரல்"),
    "5": ("may", "मई", "mai", "மே"),
    "6": ("june", "jun", "जून", "ஜூன்"),
    "7": ("july", "jul", "जुलाई", "julai", "ஜூலை"),
    "8": ("august", "aug", "augest", "अगस्त", "agast", "ஆகஸ்ட்", "ஆகஸ்டு"),
    "9": ("september", "sept", "sep", "सितंबर", "सितम्बर", "sitambar", "செப்டம்பர்"),
    "10": ("october", "oct", "अक्टूबर", "अक्तूबर", "aktubar", "அக்டோபர்"),
    "11": ("november", "nov", "नवंबर", "नवम्बर", "navambar", "நவம்பர்"),
    "12": ("december", "dec", "decem", "दिसंबर", "दिसम्बर", "disambar", "டிசம்பர்"),
}
DAY_PARTS: Words = {
    "morning": (
        "morning", "mornin", "mrng", "सुबह", "सुबह सुबह", "सवेरे",
        "प्रातः", "subah", "subha", "subeh", "savere", "காலை",
        "காலையில்", "காலைல", "kaalai", "kalai", "kaalaiyil", "kaalaila", "kalaila",
    ),
    "noon": (
        "noon", "afternoon", "दोपहर", "दोपहर को", "dopahar",
        "dopahr", "dopehar", "மதியம்", "மதிய", "பிற்பகல்", "madhiyam",
        "mathiyam", "madhyanam",
    ),
    "evening": (
        "evening", "evng", "शाम", "शाम को", "sham", "sham ko",
        "shaam", "shaam ko", "மாலை", "மாலையில்", "சாயங்காலம்", "maalai",
        "malai", "maalaiyil", "saayangaalam", "sayangalam", "saayandhram",
    ),
    "night": (
        "night", "tonight", "रात", "रात को", "raat", "raat ko", "rat", "rat ko", "இரவு", "இரவில்", "iravu", "raathiri",
    ),
}
UNITS: Words = {
    "minutes": (
        "minutes", "minute", "mins", "min", "मिनट", "minat", "நிமிடம்", "நிமிடத்தில்", "நிமிடங்கள்",
        "நிமிடங்களில்", "நிமிஷம்", "nimidam", "nimidathil", "nimisham",
    ),
    "hours": (
        "hours", "hour", "hrs", "hr", "घंटे", "घंटा", "घंटों", "घण्टे", "घण्टा", "ghante", "ghanta",
        "ghanto", "மணி நேரம்", "மணிநேரம்", "மணி நேரத்தில்", "மணிநேரத்தில்", "mani neram", "manineram",
        "mani nerathil",
    ),
    "days": (
        "days", "day", "दिन", "दिनों", "din", "dino", "நாள்", "நாட்கள்", "நாளில்", "நாட்களில்", "நாட்களுக்கு",
        "நாளுக்கு", "naal", "naatkal", "naatkalukku", "naalil", "nal",
    ),
    "weeks": (
        "weeks", "week", "हफ्ते", "हफ़्ते", "हफ्तों", "सप्ताह", "hafte", "hafta", "saptah", "வாரம்",
        "வாரங்கள்", "வாரத்தில்", "வாரத்துக்கு", "வாரத்திற்கு", "வாரங்களுக்கு", "vaaram", "varam", "vaarathil",
    ),
    "months": (
        "months", "month", "महीने", "महीना", "माह", "mahine", "mahina", "maheene", "மாதம்", "மாதங்கள்",
        "மாதத்தில்", "மாதத்துக்கு", "மாதத்திற்கு", "மாதங்களுக்கு", "maadham", "matham", "maasam", "maathathil",
    ),
    "years": (
        "years", "year", "साल", "वर्ष", "saal", "வருடம்", "வருடத்துக்கு", "வருடத்திற்கு", "ஆண்டு", "ஆண்டுக்கு",
        "varudam",
    ),
}
AHEAD = (  # after a span: "2 hours later", "3 दिन बाद"; a Tamil or Hindi span in the locative says it by itself
    "later", "baad", "bad", "ke baad", "me",
    "mein", "के बाद", "बाद", "में", "கழித்து", "கழிச்சு", "பிறகு",
    "kazhithu", "kalithu", "kazhichu", "piragu", "apuram",
)
NUMBERS: Mapping[str, float] = {
    word: value
    for value, words in {
        0.5: "half-an half आधे आधा aadhe aadha அரை arai",
        1: "one a an एक ek ஒரு ஒன்று ஒன்னு oru onnu",
        1.5: "डेढ़ dedh",
        2: "two दो do இரண்டு ரெண்டு irandu rendu",
        2.5: "ढाई dhai",
        3: "three तीन teen tin மூன்று மூணு moonu moondru munu",
        4: "four चार char chaar நான்கு நாலு naangu naalu nalu",
        5: "five पांच पाँच paanch panch ஐந்து அஞ்சு ainthu aindhu anju",
        6: "six छह छः छे chhah chhe che ஆறு aaru",
        7: "seven सात saat ஏழு ezhu elu",
        8: "eight आठ aath எட்டு ettu",
        9: "nine नौ nau ஒன்பது onbathu ombathu onbadhu",
        10: "ten दस das பத்து pathu paththu",
        11: "eleven ग्यारह gyarah பதினொரு பதினொன்று pathinoru pathinonnu",
        12: "twelve बारह barah பன்னிரண்டு pannirandu",
    }.items()
    for word in words.split()
}
QUARTERS: Mapping[str, float] = {  # Hindi: "half past", "quarter past", "quarter to" stand before the hour
    word: value
    for value, words in {
        0.5: "साढ़े साढे sadhe saadhe",
        0.25: "सवा sava sawa",
        -0.25: "पौने paune",
    }.items()
    for word in words.split()
}
OCLOCK = (
    "बजे", "baje", "bajey", "bje", "மணிக்கு", "மணி",
    "manikku", "maniku", "manikki", "mani", "o'clock", "o clock", "oclock",
)
DATE_WORDS = (
    "तारीख", "तारीख़", "ता.", "tarikh", "tareekh", "taarikh",
    "tarik", "tareek", "तिथि", "தேதி", "தேதிக்கு", "தேதியில்",
    "தேதிக்குள்", "ந்தேதி", "thethi", "tethi", "thedhi", "thedi", "theti", "thethikku", "date",
)
ORDINALS = ("st", "nd", "rd", "th", "वीं", "ஆம்", "ம்", "ஆவது", "வது", "aam", "am", "m", "avathu", "vathu")
# Names, metals, food or plain English too: they count only beside another time word, or after "every", "on", "next".
WEAK = frozenset((
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "sani", "velli", "thingal", "सोम", "मंगल", "बुध", "शुक्र",
    "शनि", "வெள்ளி", "சனி", "rat", "malai", "kalai",
))
ON = (
    "on", "next", "this", "coming", "by", "agle", "is", "aane wale", "अगले", "इस", "அடுத்த", "இந்த", "வரும்",
    "adutha", "intha", "varum",
)
AFTER_DAY = ("ko", "को", "par", "पर", "அன்று", "andru", "anru", "annaiku")
FILLERS = frozenset((
    "remind", "me", "to", "about", "that", "please", "pls", "plz", "for", "on", "at", "by", "in", "the", "of",
    "a", "and", "set", "reminder", "alert", "also", "every", "याद", "दिलाना", "दिलाओ", "दिलाएं", "दिलाएँ",
    "दिला", "दिलाइए", "दो", "देना", "मुझे", "हमें", "को", "के", "लिए", "की", "का", "पर", "कि", "yaad", "yad",
    "dilana", "dilao", "dila", "dilaye", "do", "dena", "mujhe", "mujhko", "humko", "ko", "ke", "liye", "ki",
    "ka", "par", "நினைவூட்டு", "நினைவூட்டவும்", "நினைவூட்டுங்கள்", "நினைவுபடுத்து", "நினைவுபடுத்தவும்",
    "ஞாபகப்படுத்து", "எனக்கு", "அன்று", "ninaivoottu", "ninaivuttu", "ninaivootu", "ninaivupaduthu",
    "nyabagapaduthu", "gnabagapaduthu", "enakku", "enaku", "andru",
))
# fmt: on
