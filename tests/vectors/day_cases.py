"""R1, R2 and R4 by hand: whoever wrote these lines looked at a calendar and a clock, not at the code."""

BERLIN, TOKYO, LISBON, NEW_YORK = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon", "America/New_York"
APIA, PAGO_PAGO, KATHMANDU, CHATHAM = "Pacific/Apia", "Pacific/Pago_Pago", "Asia/Kathmandu", "Pacific/Chatham"

# (what it shows, zone, instant, local day)
DAYS = [
    ("an evening", BERLIN, "2026-03-02T17:00Z", "2026-03-02"),
    ("the last second before the border", BERLIN, "2026-03-03T02:59:59Z", "2026-03-02"),
    ("the border itself", BERLIN, "2026-03-03T03:00Z", "2026-03-03"),
    ("a night owl at half past one", BERLIN, "2026-03-03T00:30Z", "2026-03-02"),
    ("a night owl over the month's end", BERLIN, "2026-02-28T23:30Z", "2026-02-28"),
    ("a night owl over the year's end", BERLIN, "2026-12-31T23:30Z", "2026-12-31"),
    ("New Year's first morning", BERLIN, "2027-01-01T03:00Z", "2027-01-01"),
    ("a night owl on a leap day", BERLIN, "2028-02-29T01:00Z", "2028-02-28"),
    ("a leap day", BERLIN, "2028-02-29T12:00Z", "2028-02-29"),
    ("the night after a leap day", BERLIN, "2028-03-01T02:00Z", "2028-02-29"),
    ("the day after a leap day", BERLIN, "2028-03-01T03:00Z", "2028-03-01"),
    ("no leap day in 2026", BERLIN, "2026-03-01T02:00Z", "2026-02-28"),
    ("03:59 on the morning that is put forward", BERLIN, "2026-03-29T01:59Z", "2026-03-28"),
    ("04:00 on the morning that is put forward", BERLIN, "2026-03-29T02:00Z", "2026-03-29"),
    ("the first 02:30 on the morning that is put back", BERLIN, "2026-10-25T00:30Z", "2026-10-24"),
    ("the second 02:30 on the morning that is put back", BERLIN, "2026-10-25T01:30Z", "2026-10-24"),
    ("03:59 on the morning that is put back", BERLIN, "2026-10-25T02:59Z", "2026-10-24"),
    ("04:00 on the morning that is put back", BERLIN, "2026-10-25T03:00Z", "2026-10-25"),
    ("one instant, before a flight east", LISBON, "2026-03-02T21:00Z", "2026-03-02"),
    ("the same instant, after it", TOKYO, "2026-03-02T21:00Z", "2026-03-03"),
    ("one instant, before a flight west", TOKYO, "2026-03-03T20:00Z", "2026-03-04"),
    ("the same instant, after it", LISBON, "2026-03-03T20:00Z", "2026-03-03"),
    ("a small hour in Tokyo is still the evening's day", TOKYO, "2026-03-03T18:59Z", "2026-03-03"),
    ("the earliest day on earth", APIA, "2026-03-02T15:00Z", "2026-03-03"),
    ("and the latest, at the same instant", PAGO_PAGO, "2026-03-02T14:59Z", "2026-03-01"),
    ("a zone of three quarters of an hour", KATHMANDU, "2026-03-02T22:14Z", "2026-03-02"),
    ("and its border", KATHMANDU, "2026-03-02T22:15Z", "2026-03-03"),
    ("summer time in the south, three quarters", CHATHAM, "2026-01-01T14:14Z", "2026-01-01"),
    ("and its border", CHATHAM, "2026-01-01T14:15Z", "2026-01-02"),
    ("Sunday night belongs to the old week", NEW_YORK, "2026-03-09T07:59Z", "2026-03-08"),
    ("Monday morning to the new one", NEW_YORK, "2026-03-09T08:00Z", "2026-03-09"),
]

# (day, the Monday of its week)
WEEKS = [
    ("2026-03-02", "2026-03-02"),
    ("2026-03-08", "2026-03-02"),
    ("2026-12-31", "2026-12-28"),
    ("2027-01-01", "2026-12-28"),
    ("2027-01-03", "2026-12-28"),
    ("2027-01-04", "2027-01-04"),
    ("2028-02-29", "2028-02-28"),
    ("2028-03-05", "2028-02-28"),
    ("2024-12-30", "2024-12-30"),
]

# (day, local day of logging, whether it is too late for the board)
TOO_LATE = [
    ("2026-03-02", "2026-03-02", False),
    ("2026-03-02", "2026-03-09", False),
    ("2026-03-02", "2026-03-10", True),
    ("2026-03-02", "2026-03-30", True),
    ("2028-02-25", "2028-03-03", False),
    ("2028-02-25", "2028-03-04", True),
    ("2026-12-28", "2027-01-04", False),
    ("2026-12-28", "2027-01-05", True),
    ("2026-03-02", "2026-03-01", False),
]
