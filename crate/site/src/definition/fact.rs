//! The facts that a definition can name, and the parsers that can read each.
//!
//! One table for parsing, formatting, checking and reading.

use super::PageKind;

/// How a text or a JSON value becomes a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parser {
    /// As it stands, spaces made single.
    Text,
    /// An amount in major units with or without its currency, or an object that says both.
    Money,
    /// A bare number of minor units.
    Minor,
    /// A time with its units: `1 hour 29 minutes`, `00:05:02`.
    Duration,
    /// A bare number of seconds (or a time with its units).
    Seconds,
    /// A bare number of minutes (or a time with its units).
    Minutes,
    /// A whole number.
    Count,
    /// `2980/3000`: how many are left.
    Left,
    /// True or false.
    Flag,
    /// A calendar day.
    Date,
    /// A point in time, ISO 8601; UTC where no zone is said.
    Instant,
    /// A word for what came of an assignment.
    Outcome,
}

impl Parser {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Money,
        Self::Minor,
        Self::Duration,
        Self::Seconds,
        Self::Minutes,
        Self::Count,
        Self::Left,
        Self::Flag,
        Self::Date,
        Self::Instant,
        Self::Outcome,
    ];

    /// Its word in definitions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Money => "money",
            Self::Minor => "minor",
            Self::Duration => "duration",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Count => "count",
            Self::Left => "left",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::Instant => "instant",
            Self::Outcome => "outcome",
        }
    }
}

const TEXT: &[Parser] = &[Parser::Text];
const MONEY: &[Parser] = &[Parser::Money, Parser::Minor];
const TIME: &[Parser] = &[Parser::Duration, Parser::Seconds, Parser::Minutes];
const COUNT: &[Parser] = &[Parser::Count, Parser::Left];

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $parsers:expr, $scope:ident;)*) => {
        /// A fact that a page can tell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fact {
            $($(#[$doc])* $name,)*
        }

        impl Fact {
            /// All of them, in the order in which definitions list them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its word in definitions.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The parsers that can read it.
            pub const fn parsers(self) -> &'static [Parser] {
                match self { $(Self::$name => $parsers,)* }
            }

            const fn scope(self) -> Scope {
                match self { $(Self::$name => Scope::$scope,)* }
            }
        }
    };
}

#[derive(Clone, Copy, PartialEq)]
enum Scope {
    Task,
    Outcome,
    Day,
    DayAndSum,
    Sum,
}

facts! {
    /// The task group's id.
    Group = "group", TEXT, Task;
    /// The requester's id.
    Requester = "requester", TEXT, Task;
    /// The requester's name.
    RequesterName = "requester_name", TEXT, Task;
    /// The title.
    Title = "title", TEXT, Task;
    /// The description.
    Description = "description", TEXT, Task;
    /// What one assignment pays.
    Reward = "reward", MONEY, Task;
    /// The time that the platform says it takes.
    Claimed = "claimed", TIME, Task;
    /// The limit.
    Allotted = "allotted", TIME, Task;
    /// The platform's own measured average.
    Average = "average", TIME, Task;
    /// The hourly pay that the platform prints.
    Hourly = "hourly", MONEY, Task;
    /// Places left for workers, each of whom may take one.
    Places = "places", COUNT, Task;
    /// Tasks left, of which one worker may do many.
    Tasks = "tasks", COUNT, Task;
    /// Whether the worker may take it.
    Qualified = "qualified", &[Parser::Flag], Task;
    /// This worker's assignment.
    Assignment = "assignment", TEXT, Task;
    /// This worker's task.
    Task = "task", TEXT, Task;
    /// Time left until the limit.
    Remaining = "remaining", TIME, Task;
    /// What came of it.
    Outcome = "outcome", &[Parser::Outcome], Outcome;
    /// Bonus on this assignment.
    Bonus = "bonus", MONEY, Outcome;
    /// When it was started.
    StartedAt = "started_at", &[Parser::Instant], Outcome;
    /// When it was completed.
    CompletedAt = "completed_at", &[Parser::Instant], Outcome;
    /// The time it took.
    Taken = "taken", TIME, Outcome;
    /// The requester's words.
    Feedback = "feedback", TEXT, Outcome;
    /// The platform's own day.
    Day = "day", &[Parser::Date], DayAndSum;
    /// Submitted on it.
    Submitted = "submitted", COUNT, Day;
    /// Approved of these.
    Approved = "approved", COUNT, DayAndSum;
    /// Rejected of these.
    Rejected = "rejected", COUNT, DayAndSum;
    /// Pending of these.
    Pending = "pending", COUNT, Day;
    /// Rewards.
    Rewards = "rewards", MONEY, DayAndSum;
    /// Bonuses.
    Bonuses = "bonuses", MONEY, DayAndSum;
    /// Both together.
    Earnings = "earnings", MONEY, DayAndSum;
    /// Earned and not transferred.
    Available = "available", MONEY, Sum;
    /// How many pages this list has, this one among them.
    Pages = "pages", COUNT, Sum;
}

impl Fact {
    /// Whether a row of such a page can have it.
    pub fn is_of(self, kind: PageKind) -> bool {
        match self.scope() {
            Scope::Task => kind != PageKind::Earnings,
            Scope::Outcome => kind == PageKind::Outcomes,
            Scope::Day | Scope::DayAndSum => kind == PageKind::Earnings,
            Scope::Sum => false,
        }
    }

    /// Whether the page as a whole can have it.
    pub fn is_sum(self) -> bool {
        matches!(self.scope(), Scope::Sum | Scope::DayAndSum)
    }
}
