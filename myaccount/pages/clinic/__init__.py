"""The clinic's side, one page a file, and the panels that several of them open."""

from myaccount.pages.clinic import embed, form, forms, patients, schedule, settings, staff, tasks, today, treatments

PAGES = (
    today,
    schedule,
    patients,
    tasks,
    forms,
    form,
    staff,
    treatments,
    embed,
    settings,
)
