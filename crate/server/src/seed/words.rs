//! What the demo community says, from bad to good, and what its requesters are called.

/// Texts about requesters whom workers avoid.
pub const BAD: [&str; 14] = [
    "Took twice as long as they say. Not worth it.",
    "Rejected after two weeks without a reason, no answer to three messages.",
    "Ten minutes of screening questions and then \"you do not qualify\". Unpaid of course.",
    "Submit button did not work, had to return it after 25 minutes.",
    "Asks for your e-mail and phone number at the end. Reported.",
    "Pay is a joke for the amount of writing.",
    "Attention checks that are trick questions, and they do reject for them.",
    "Mass rejection last month, be careful.",
    "Images do not load, survey link dead half of the time.",
    "The bonus never came.",
    "The timer runs out before you can finish the second part.",
    "Approves on the last possible minute, if at all.",
    "They want an app installed. No.",
    "Answered once, rudely.",
];

/// Texts about requesters of whom there is little to say.
pub const MIDDLING: [&str; 12] = [
    "Okay. Took me a bit longer than advertised.",
    "Fine for filling gaps, would not seek it out.",
    "Long consent form, then bubbles. Approved after five days.",
    "Decent at first, the later batches pay less.",
    "Straightforward, but read the instructions twice.",
    "Two attention checks, both fair.",
    "Paid on the third day. Neither good nor bad.",
    "Writing task in the middle that nobody mentions.",
    "Boring but honest.",
    "Took 14 minutes, they say 10.",
    "No answer to my message, approved anyway.",
    "Good pay for the short ones, skip the long ones.",
];

/// Texts about requesters whom workers look for.
pub const GOOD: [&str; 14] = [
    "Paid within an hour. Will do again.",
    "Faster than they say, interesting questions.",
    "Wrote to them about a broken page, they answered the same day and paid.",
    "Overturned a rejection after I explained. Kind people.",
    "Bonus arrived as promised.",
    "Always fair, always quick. One of the best here.",
    "Instructions are clear and the pay fits the work.",
    "Screened out after one minute and still got the screening reward.",
    "Took 4 minutes of the advertised 8.",
    "Approves automatically after a day.",
    "Great batch, consistent pay all week.",
    "They raised the reward after workers complained. Respect.",
    "No trick questions, thank you.",
    "¡Muy buenos! Pagan rápido y contestan.",
];

/// First halves of made-up names.
pub const FIRST: [&str; 20] = [
    "Northfield",
    "Amber",
    "Quiet River",
    "Lakeside",
    "Meridian",
    "Harbour",
    "Old Town",
    "Cedar",
    "Blue Door",
    "Summit",
    "Saffron",
    "Pine Street",
    "Granite",
    "Willow",
    "Copper",
    "Elm Court",
    "Sandpiper",
    "Juniper",
    "Lantern",
    "Foxglove",
];

/// Second halves of made-up names.
pub const SECOND: [&str; 14] = [
    "Research Lab",
    "Panel",
    "Consumer Insights",
    "Data Team",
    "Decision Lab",
    "Survey Group",
    "Health Study",
    "Language Lab",
    "Vision",
    "Economics Group",
    "Cognition Lab",
    "Labeling",
    "Marketing Lab",
    "Social Lab",
];

/// Made-up tasks: title, cents, seconds that the requester claims.
pub const TASKS: [(&str, i64, u32); 14] = [
    ("A 5 minute survey about shopping", 60, 300),
    ("Decision making study (10 minutes)", 150, 600),
    ("Label what is in the picture", 4, 20),
    ("Transcribe a receipt", 12, 90),
    ("Opinions on news headlines, 12 min", 180, 720),
    ("Rate how natural a sentence sounds", 8, 30),
    ("Short game with a partner, bonus possible", 200, 900),
    ("Find the e-mail address of a company", 10, 120),
    ("Personality questionnaire (~20 min)", 250, 1_200),
    ("Draw boxes around cars", 15, 60),
    ("Write a product description", 120, 600),
    ("Memory task, two parts of 8 minutes", 240, 960),
    ("Compare two answers of a chat program", 45, 180),
    ("Health habits survey, 15 minutes", 220, 900),
];
