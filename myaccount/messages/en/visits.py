"""English: appointments and what can be done with them."""

SENTENCES: dict[str, str] = {
    "visit.online": "Video visit",
    "visit.today": "Today",
    "visit.tomorrow": "Tomorrow",
    "verdict.free_until": "Free to cancel until {when}, {zone}",
    "verdict.just_booked": "Just booked: you can cancel until {time}",
    "verdict.inside_period": "Less than {hours} before the visit: contact the clinic to cancel",
    "verdict.contact_clinic": "Contact the clinic to change or cancel this visit",
    "verdict.under_way": "Under way",
    "hours.one": "{count} hour",
    "hours.many": "{count} hours",
    "state.reserved": "On hold",
    "state.booked": "Booked",
    "state.arrived": "Attended",
    "state.no_show": "Missed",
    "state.cancelled": "Cancelled",
    "state.archived": "Taken back",
    "state.cancelled_on": "Cancelled on {day}",
}
