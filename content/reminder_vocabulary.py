"""The words in which owners say when: English, Hindi and Tamil, in their own script and in Latin letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Words = Mapping[str, Sequence[str]]

FREQUENCIES: Words = {
    "daily": (
        "every day", "daily", "everyday", "each day", "हर दिन", "हर रोज", "हर रोज़", "रोज", "रोज़", "रोजाना", "प्रतिदिन",
        "har din", "har roz", "roz", "rozana", "தினமும்", "தினசரி", "ஒவ்வொரு நாளும்", "dinamum", "thinamum", "daily",
    ),
    "weekly": (
        "every week", "weekly", "each week", "हर हफ्ते", "हर हफ़्ते", "हर सप्ताह", "har hafte", "har saptah",
        "வாரந்தோறும்", "ஒவ்வொரு வாரமும்", "vaaram", "vaarandhorum",
    ),
    "monthly": (
        "every month", "monthly", "each month", "of every month", "हर महीने", "हर माह", "प्रति माह", "हर महीने की",
        "har mahine", "har mahine ki", "har maheene", "har month", "மாதந்தோறும்", "ஒவ்வொரு மாதமும்", "ஒவ்வொரு மாதம்",
        "மாதம்தோறும்", "ovvoru maadhamum", "ovvoru mathamum", "maadham thorum", "maathamum",
    ),
    "yearly": (
        "every year", "yearly", "annually", "each year", "हर साल", "हर वर्ष", "प्रति वर्ष", "har saal", "har sal",
        "ஆண்டுதோறும்", "ஒவ்வொரு ஆண்டும்", "ஒவ்வொரு வருடமும்", "varudham thorum", "ovvoru varudamum", "ovvoru aandum",
    ),
    "every": ("every", "each", "हर", "प्रत्येक", "har", "ஒவ்வொரு", "ovvoru"),
}  # fmt: skip
LAST_DAY = (
    "on the last day of every month", "last day of every month", "last day of the month", "every month end",
    "month end", "हर महीने के आखिरी दिन", "हर महीने के अंतिम दिन", "महीने के आखिरी दिन", "har mahine ke aakhri din",
    "har mahine ke akhri din", "mahine ke aakhri din", "மாத கடைசி நாள்", "மாதக் கடைசி", "ஒவ்வொரு மாத கடைசி நாளும்",
    "maadha kadaisi naal",
)  # fmt: skip
RELATIVE_DAYS: Words = {
    "2": (
        "day after tomorrow", "परसों", "parso", "parson", "நாளை மறுநாள்", "நாளைமறுநாள்", "naalai marunaal",
    ),
    "1": ("tomorrow", "tmrw", "tomorow", "कल", "kal", "நாளை", "நாளைக்கு", "naalai", "nalai", "naalaikku", "nalaiku"),
    "0": ("today", "tonight", "आज", "aaj", "இன்று", "இன்னைக்கு", "indru", "innaiku", "inru"),
    "7": ("next week", "अगले हफ्ते", "अगले हफ़्ते", "अगले सप्ताह", "agle hafte", "அடுத்த வாரம்", "adutha vaaram"),
}  # fmt: skip
WEEKDAYS: Words = {
    "0": ("monday", "mon", "सोमवार", "somvar", "somwar", "திங்கள்", "திங்கட்கிழமை", "thingal", "thingatkizhamai"),
    "1": ("tuesday", "tue", "मंगलवार", "mangalvar", "mangalwar", "செவ்வாய்", "செவ்வாய்க்கிழமை", "sevvai"),
    "2": ("wednesday", "wed", "बुधवार", "budhvar", "budhwar", "புதன்", "புதன்கிழமை", "budhan", "puthan"),
    "3": (
        "thursday", "thu", "गुरुवार", "बृहस्पतिवार", "वीरवार", "guruvar", "guruwar", "வியாழன்", "வியாழக்கிழமை", "viyazhan",
    ),
    "4": ("friday", "fri", "शुक्रवार", "shukravar", "shukrawar", "வெள்ளி", "வெள்ளிக்கிழமை", "velli", "vellikizhamai"),
    "5": ("saturday", "sat", "शनिवार", "shanivar", "shaniwar", "சனி", "சனிக்கிழமை", "sani", "sanikizhamai"),
    "6": (
        "sunday", "sun", "रविवार", "इतवार", "ravivar", "raviwar", "itwar", "ஞாயிறு", "ஞாயிற்றுக்கிழமை", "gnayiru",
    ),
}  # fmt: skip
MONTHS: Words = {
    "1": ("january", "jan", "जनवरी", "janvari", "janwari", "ஜனவரி"),
    "2": ("february", "feb", "फरवरी", "फ़रवरी", "farvari", "பிப்ரவரி"),
    "3": ("march", "mar", "मार्च", "மார்ச்", "மார்ச்சு"),
    "4": ("april", "apr", "अप्रैल", "aprail", "ஏப்ரல்"),
    "5": ("may", "मई", "mai", "மே"),
    "6": ("june", "jun", "जून", "ஜூன்"),
    "7": ("july", "jul", "जुलाई", "julai", "ஜூலை"),
    "8": ("august", "aug", "अगस्त", "agast", "ஆகஸ்ட்", "ஆகஸ்டு"),
    "9": ("september", "sept", "sep", "सितंबर", "सितम्बर", "sitambar", "செப்டம்பர்"),
    "10": ("october", "oct", "अक्टूबर", "अक्तूबर", "aktubar", "அக்டோபர்"),
    "11": ("november", "nov", "नवंबर", "नवम्बर", "navambar", "நவம்பர்"),
    "12": ("december", "dec", "दिसंबर", "दिसम्बर", "disambar", "டிசம்பர்"),
}
DAY_PARTS: Words = {
    "morning": ("morning", "सुबह", "सवेरे", "प्रातः", "subah", "savere", "காலை", "காலையில்", "kaalai", "kalai", "kaalaiyil"),
    "noon": ("noon", "afternoon", "दोपहर", "dopahar", "dopahr", "மதியம்", "மதிய", "பிற்பகல்", "madhiyam", "mathiyam"),
    "evening": ("evening", "शाम", "शाम को", "sham", "shaam", "மாலை", "மாலையில்", "maalai", "malai"),
    "night": ("night", "रात", "रात को", "raat", "rat", "இரவு", "iravu"),
}
UNITS: Words = {
    "minutes": ("minutes", "minute", "mins", "min", "मिनट", "நிமிடம்", "நிமிடத்தில்", "நிமிடங்கள்", "nimidam"),
    "hours": (
        "hours",
        "hour",
        "hrs",
        "hr",
        "घंटे",
        "घंटा",
        "घण्टे",
        "ghante",
        "ghanta",
        "மணி நேரம்",
        "மணிநேரம்",
        "mani neram",
    ),
    "days": ("days", "day", "दिन", "दिनों", "din", "நாள்", "நாட்கள்", "நாளில்", "naal", "naatkal"),
}
FILLERS = frozenset(
    [
        "remind",
        "me",
        "to",
        "about",
        "that",
        "please",
        "pls",
        "for",
        "on",
        "at",
        "the",
        "of",
        "a",
        "set",
        "reminder",
        "याद",
        "दिलाना",
        "दिलाओ",
        "दिलाएं",
        "दिला",
        "दो",
        "मुझे",
        "को",
        "के",
        "लिए",
        "की",
        "का",
        "पर",
        "yaad",
        "dilana",
        "dilao",
        "dila",
        "do",
        "dena",
        "mujhe",
        "ko",
        "ke",
        "liye",
        "ki",
        "ka",
        "par",
        "नினைவூட்டு",
        "நினைவூட்டவும்",
        "நினைவுபடுத்து",
        "எனக்கு",
        "ninaivoottu",
        "ninaivuttu",
        "enakku",
    ]
)
