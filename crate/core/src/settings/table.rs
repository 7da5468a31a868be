//! The table itself, in the order in which the options show it.

use super::{Kind, Setting};

pub(super) const TABLE: &[Setting] = &[
    Setting {
        key: "floor",
        kind: Kind::Money,
        default: "null",
        label: "My floor (an hour)",
        help: "The lowest pay an hour that you work for. Rows that pay less carry a warning. \
               Until you set one, no row is judged.",
    },
    Setting {
        key: "country",
        kind: Kind::Country,
        default: "null",
        label: "Country",
        help: "Offers your country's minimum wage as a first floor. Your own figure always counts.",
    },
    Setting {
        key: "rates",
        kind: Kind::Rates,
        default: "null",
        label: "Exchange rates",
        help: "What one US dollar buys, for rewards in other currencies than your floor's. The \
               date stands beside every converted amount; edit what has moved.",
    },
    Setting {
        key: "platforms",
        kind: Kind::Platforms,
        default: "{}",
        label: "Platforms",
        help: "Where Tallystick draws its badges. A platform that is off is left as it is.",
    },
    Setting {
        key: "list_bar",
        kind: Kind::Switch,
        default: "true",
        label: "Sort and filter bar",
        help: "A bar above task lists that sorts and filters what is on the page. It never asks \
               the platform for more.",
    },
    Setting {
        key: "hiding",
        kind: Kind::Choice(&[("dimmed", "Dim them"), ("hidden", "Hide them")]),
        default: "\"dimmed\"",
        label: "Requesters that I put away",
        help: "What happens to the rows of a requester or task group that you put away. Both can \
               be undone at once.",
    },
    Setting {
        key: "theme",
        kind: Kind::Choice(&[
            ("page", "As the page is"),
            ("light", "Light"),
            ("dark", "Dark"),
        ]),
        default: "\"page\"",
        label: "Colours",
        help: "Light or dark badges and cards. No meaning hangs on colour alone.",
    },
    Setting {
        key: "live_line",
        kind: Kind::Switch,
        default: "true",
        label: "Line on work pages",
        help: "A small line on the pages of your tasks: time worked, pay so far an hour, time left. \
               The clock runs with it and without it.",
    },
    Setting {
        key: "review_offer",
        kind: Kind::Switch,
        default: "true",
        label: "Offer to review what you finished",
        help: "A line on the page after your first finished task of a group, with the measured time \
               filled in. Nothing is sent unless you save a review.",
    },
    Setting {
        key: "goal",
        kind: Kind::Money,
        default: "null",
        label: "My goal",
        help: "What you want to earn in a day or a week. The dashboard shows how far you are; \
               earned and pending count.",
    },
    Setting {
        key: "goal_span",
        kind: Kind::Choice(&[("day", "A day"), ("week", "A week, from Monday")]),
        default: "\"day\"",
        label: "The goal is for",
        help: "The time in which you want to reach your goal.",
    },
    Setting {
        key: "midnight",
        kind: Kind::Choice(&[
            ("worker", "My own midnight"),
            ("platform", "The platform's midnight"),
        ]),
        default: "\"worker\"",
        label: "Days end at",
        help: "Which day an assignment counts to in the dashboard. Platforms' statements go by \
               their own midnight, tax offices by yours.",
    },
    Setting {
        key: "tax_year",
        kind: Kind::Choice(&[
            ("01-01", "1 January"),
            ("03-01", "1 March"),
            ("04-01", "1 April"),
            ("04-06", "6 April"),
            ("07-01", "1 July"),
            ("10-01", "1 October"),
        ]),
        default: "\"01-01\"",
        label: "My tax year begins on",
        help: "For the report of a tax year: 6 April in the United Kingdom, 1 April in India, \
               1 July in Australia, 1 January nearly everywhere else.",
    },
    Setting {
        key: "backup_after",
        kind: Kind::Choice(&[
            ("100", "100 new entries"),
            ("500", "500 new entries"),
            ("2000", "2,000 new entries"),
            ("never", "Never"),
        ]),
        default: "\"500\"",
        label: "Remind me to back up after",
        help: "The log is on this machine only. An export of everything is a backup that can be \
               imported again; it takes away the reminder.",
    },
    Setting {
        key: "share_measured",
        kind: Kind::Switch,
        default: "false",
        label: "Share my measured times",
        help: "Offers the measured time switched on in new reviews. Sent with a review, and never \
               without one: the seconds of work, roughly how long before the report you took the \
               task, and which of your tasks of that group it was. You see it in the form each \
               time.",
    },
];
