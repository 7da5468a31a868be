//! What titles and descriptions say, and what they do not.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(text: &str, low: u32, high: u32) {
    let expected = Claim {
        low_seconds: low,
        high_seconds: high,
    };
    assert_eq!(claimed_time(text), Some(expected), "{text}");
}

#[track_caller]
fn minutes(cases: &[(&str, f64, f64)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, low, high)| {
            let expected = Claim {
                low_seconds: (low * 60.0) as u32,
                high_seconds: (high * 60.0) as u32,
            };
            let found = claimed_time(text);
            (found != Some(expected)).then(|| format!("{text}: {found:?}, not {low}-{high} min"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn stays_silent(texts: &[&str]) {
    let wrong: Vec<String> = texts
        .iter()
        .filter_map(|text| claimed_time(text).map(|found| format!("{text}: {found:?}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reads_what_people_write() {
    minutes(&[
        ("5-7 minute survey", 5.0, 7.0),
        ("~10 min", 10.0, 10.0),
        ("1/2 hour", 30.0, 30.0),
        ("approx. 1/2 hour", 30.0, 30.0),
        ("approx. 1 hr 15", 75.0, 75.0),
        ("takes 90 seconds", 1.5, 1.5),
        ("(3m)", 3.0, 3.0),
        ("half an hour", 30.0, 30.0),
        ("takes an hour", 60.0, 60.0),
        ("This should only take a minute.", 1.0, 1.0),
        ("1h30", 90.0, 90.0),
        ("1 h 30", 90.0, 90.0),
        ("about an hour", 60.0, 60.0),
        ("less than a minute", 1.0, 1.0),
        ("30min / £5", 30.0, 30.0),
        ("2–4 minute", 2.0, 4.0),
        ("10 mins", 10.0, 10.0),
        ("< 5 min", 5.0, 5.0),
        ("up to 20 minutes", 20.0, 20.0),
        ("no more than 20 minutes to complete", 20.0, 20.0),
        ("an hour and a half to complete", 90.0, 90.0),
        ("Takes one and a half hours", 90.0, 90.0),
        ("1 1/2 hours long study", 90.0, 90.0),
        ("1½ hour interview", 90.0, 90.0),
        ("1.5 hour interview", 90.0, 90.0),
        ("1,5 Stunden Umfrage", 90.0, 90.0),
        ("three quarters of an hour study", 45.0, 45.0),
        ("Quarter of an hour survey", 15.0, 15.0),
        ("a two minute survey", 2.0, 2.0),
        ("A twenty five minute survey", 25.0, 25.0),
        ("takes 2:30 min", 2.5, 2.5),
        ("5 min - 10 min", 5.0, 10.0),
        ("Survey, 30 sec to 2 min", 0.5, 2.0),
        ("Takes 30 min to 1 hour", 30.0, 60.0),
        ("Est 2-to-3 minute job", 2.0, 3.0),
        ("between 5 and 10 minutes to finish", 5.0, 10.0),
        ("takes 1 hour, 5 minutes and 30 seconds", 65.5, 65.5),
        ("5min30s survey", 5.5, 5.5),
        ("Image labelling, 10+ minutes", 10.0, 10.0),
        ("10–minute survey", 10.0, 10.0),
        ("10 − 15 min survey", 10.0, 15.0),
        ("１０～１５ min survey", 10.0, 15.0),
        ("（１０ｍｉｎ）", 10.0, 10.0),
        ("☕ 5 min ☕", 5.0, 5.0),
        ("\u{202E}5 min\u{202C}", 5.0, 5.0),
    ]);
}

#[test]
fn reads_real_kinds_of_titles() {
    minutes(&[
        ("Short survey on lunch (~ 15 minutes)", 15.0, 15.0),
        ("2-4 minute survey, give your view(~ 3 minutes)", 2.0, 4.0),
        ("Try our app for 5 minutes(~ 5 minutes)", 5.0, 5.0),
        ("$.40 for 4 minutes!", 4.0, 4.0),
        ("A memory game ($1.10 for ~9 min)", 9.0, 9.0),
        ("Earn $.20 in 5-10 min! Academic research.", 5.0, 10.0),
        ("Views on parks (40 cents for 15-20 min)", 15.0, 20.0),
        ("Reaction survey approximately 10 minutes", 10.0, 10.0),
        ("Career survey 10 minutes", 10.0, 10.0),
        ("Find a phone number - takes less than 1 minute", 1.0, 1.0),
        ("Date on a receipt - 20 seconds", 1.0 / 3.0, 1.0 / 3.0),
        (
            "Judge sentences ~60min task, ~$7/hr. Begin now.",
            60.0,
            60.0,
        ),
        ("Lasts about 3 min for $0.3", 3.0, 3.0),
        ("The interview will last 40 minutes.", 40.0, 40.0),
        (
            "The time required to complete the survey is 10 to 15 minutes.",
            10.0,
            15.0,
        ),
        (
            "The survey takes most workers 10 - 20 minutes to complete.",
            10.0,
            20.0,
        ),
        (
            "It will take approximately 25-35 minutes on average, but may take up to 60 minutes",
            25.0,
            35.0,
        ),
        ("You must stay focused for about 10 minutes.", 10.0, 10.0),
        (
            "Fill out this 2-minute screener survey to qualify for a longer one",
            2.0,
            2.0,
        ),
        (
            "18-30 year olds. 10 cents for completing 1 minute eligibility survey.",
            1.0,
            1.0,
        ),
        ("Duration: 10 min", 10.0, 10.0),
        ("Time: 10-12 minutes. Reward: $1.50", 10.0, 12.0),
        ("Survey length: 8 min", 8.0, 8.0),
        ("Only 5 minutes of your time!", 5.0, 5.0),
        ("10 minutes or less", 10.0, 10.0),
        ("Part 2 - 10 minutes", 10.0, 10.0),
        ("Covid-19 - 5 minutes", 5.0, 5.0),
        ("COVID-19 10 minute survey", 10.0, 10.0),
        ("5-minute video survey", 5.0, 5.0),
        ("Paid survey: 10 min, 30 questions", 10.0, 10.0),
        ("Well paid 10 minute survey", 10.0, 10.0),
        ("10-minute multi-part decision-making study", 10.0, 10.0),
        ("A study (12 min.) about trust", 12.0, 12.0),
        ("2 minutes per HIT", 2.0, 2.0),
        (
            "You have 60 minutes, but it takes about 10 minutes.",
            10.0,
            10.0,
        ),
        ("1 hour Zoom interview", 60.0, 60.0),
        ("Personality (10-15min)", 10.0, 15.0),
        ("Quick survey - 1 min", 1.0, 1.0),
        ("Survey about music (5 min)", 5.0, 5.0),
        ("Reactions to ads(~ 15 minutes)", 15.0, 15.0),
    ]);
}

#[test]
fn reads_seven_languages() {
    minutes(&[
        ("Encuesta de 5 a 10 minutos", 5.0, 10.0),
        ("Encuesta corta, dura unos 10 minutos", 10.0, 10.0),
        ("Duración: media hora", 30.0, 30.0),
        ("Estudio (menos de 5 minutos)", 5.0, 5.0),
        ("Entrevista de una hora y media", 90.0, 90.0),
        ("Tarda entre 5 y 10 minutos", 5.0, 10.0),
        ("Pesquisa de 10 a 15 minutos", 10.0, 15.0),
        ("Leva cerca de 2 horas", 120.0, 120.0),
        ("Duração: 45 segundos", 0.75, 0.75),
        ("Tarefa de meia hora", 30.0, 30.0),
        ("Sondage de 5 à 10 minutes", 5.0, 10.0),
        ("Durée : environ 20 minutes", 20.0, 20.0),
        ("Enquête (une demi-heure)", 30.0, 30.0),
        ("Cela prend un quart d’heure", 15.0, 15.0),
        ("Étude d'une heure et demie", 90.0, 90.0),
        ("Umfrage, ca. 10 Minuten", 10.0, 10.0),
        ("Dauert 5 bis 10 Min.", 5.0, 10.0),
        ("Eine halbe Stunde (Umfrage)", 30.0, 30.0),
        ("10-minütige Befragung", 10.0, 10.0),
        ("Fünfminütige Umfrage", 5.0, 5.0),
        ("Halbstündige Online-Studie", 30.0, 30.0),
        ("Dauer: anderthalb Stunden", 90.0, 90.0),
        ("10-Minuten-Umfrage", 10.0, 10.0),
        ("15 Min Kurzumfrage", 15.0, 15.0),
        ("Sondaggio da 5 a 10 minuti", 5.0, 10.0),
        ("Richiede circa mezz'ora", 30.0, 30.0),
        ("Durata: 1 ora e 20 minuti", 80.0, 80.0),
        ("Questionario di 15 minuti", 15.0, 15.0),
        ("10 मिनट का सर्वे", 10.0, 10.0),
        ("इसमें लगभग १५ मिनट लगेंगे", 15.0, 15.0),
        ("५ से १० मिनट का सर्वेक्षण", 5.0, 10.0),
        ("समय: आधा घंटा", 30.0, 30.0),
        ("डेढ़ घंटे का काम", 90.0, 90.0),
        ("30 सेकंड का काम", 0.5, 0.5),
    ]);
}

#[test]
fn stays_silent_where_it_is_another_time() {
    stays_silent(&[
        "18+",
        "18+ only",
        "5 minutes of your sleep diary",
        "24 hour fitness",
        "24 Hour Fitness survey",
        "last 30 days",
        "60-minute video on gardening",
        "60 minute video",
        "What did you eat in the past 2 hours?",
        "in the last 30 minutes",
        "$15/hour",
        "$15 per hour",
        "15€/h",
        "Earn $12 an hour",
        "It takes skill to earn $12 an hour",
        "per hour",
        "Earn up to $0.18 per timed media minute",
        "every 15 minutes",
        "within 24 hours",
        "Complete within 60 minutes",
        "ages 25 to 35",
        "wait 10 minutes",
        "wait for at least 10 minutes",
        "14-day diary",
        "7 day study, 10 minutes a day",
        "10 minutes per day",
        "10 min/day",
        "Posted 5 minutes ago",
        "Time limit: 60 minutes",
        "You have 60 minutes",
        "60 minute time limit",
        "Listen to a 18 seconds audio clip",
        "Decide if a 10 sec video segment is fine",
        "Transcribe up to 35 seconds of media",
        "Record 6 short videos (3 sec) of yourself",
        "Upload 1-minute screencast",
        "Speak for 30 seconds",
        "3 parts (10 min each)",
        "Sign up for a 5 minute demo call",
        "Earn about $12 an hour",
        "Rate this song (3 min)",
        "Length of the clip: 5 minutes",
        "Check a transcript (Audio length: 1 hour 7 minutes 7 seconds)",
        "spend 1 minute talking about",
        "approved in about 1 hour",
        "Auto approval after 3 hours",
        "5M users",
        "a 100 m sprint",
        "24/7 hours",
        "the 20s",
        "5 hours of sleep",
        "a 10 minute walk",
        "15 minute break",
        "8 hour shift",
        "Take a minute to tell us about lunch",
        "Do you have a minute?",
        "Twice an hour",
        "Rate 10 seconds apart",
        "Tomorrow at 10",
        "minutes",
        "hour",
        "-5",
        "",
        "Cada 15 minutos",
        "Últimas 2 horas",
        "in den letzten 2 Stunden",
        "innerhalb von 3 Stunden",
        "Alle 15 Minuten",
        "vídeo de 5 minutos",
        "12 €/Stunde",
        "Win a $ bonus",
        "halb€",
        "ogni 10 minuti",
        "5 minuti fa",
        "dans les dernières 2 heures",
        "toutes les 15 minutes",
        "पिछले 2 घंटे",
        "हर 15 मिनट",
    ]);
}

#[test]
fn survives_hostile_text_in_linear_time() {
    let long = |part: &str| part.repeat(10_000 / part.chars().count());
    for text in [
        long("1"),
        long("1 "),
        long("1-"),
        long("1/2 "),
        long("5 minutes "),
        long("half "),
        long("a a and "),
        long("9,999"),
        long("minute "),
        long("\u{202E}שלום 5 דקות "),
        long("👩‍👩‍👧‍👦 5 min"),
        long("(((((~~~<<<"),
        long("x"),
        long("$1 for 1 hour and "),
        long("é\u{301}\u{93C}"),
    ] {
        let once = std::time::Instant::now();
        let _ = claimed_time(&text);
        assert!(
            once.elapsed().as_millis() < 500,
            "{}",
            text.chars().take(20).collect::<String>()
        );
    }
    check(&format!("{} 5 minute survey", long("👩 ")), 300, 300);
}

proptest! {
    #[test]
    fn survives_any_text(text in "\\PC{0,200}") {
        if let Some(claim) = claimed_time(&text) {
            prop_assert!(1 <= claim.low_seconds && claim.low_seconds <= claim.high_seconds);
        }
    }

    #[test]
    fn no_claim_is_passed_over_unread(parts in prop::collection::vec(
        prop::sample::select(vec!["5", "1/2", "-", "to ", "min", "h", "30 ", "and ", "a ", "halb",
            "survey ", "stündig", "takes ", "about ", "(", ")", "’s ", "5m", "one ", "ENQUÊTE ",
            "viertelstunde ", "½ ", "s ", "२ ", "मिनट ", "ｍｉｎ", " hour", "\u{200B}", "€", "👩",
            "questions. ", "videos ", "(Recordings! ", "limited; ", "last "]), 0..9),
    ) {
        let text = parts.concat();
        prop_assert_eq!(claimed_time(&text), read(&text), "{}", text);
    }

    #[test]
    fn survives_any_order_of_the_words_that_matter(parts in prop::collection::vec(
        prop::sample::select(vec!["5", "1/2", "-", "to", "min", "h", "30", "and", "a", "half",
            "survey", "video", "takes", "about", "(", ")", ".", ":", "$", "last", "of", "one",
            "viertelstunde", "~", "<", "/", "quarter", "m", "s", "½", "between", "hour"]), 0..14),
        glue in prop::bool::ANY,
    ) {
        let text = parts.join(if glue { "" } else { " " });
        if let Some(claim) = claimed_time(&text) {
            prop_assert!(1 <= claim.low_seconds && claim.low_seconds <= claim.high_seconds);
            prop_assert!(claim.high_seconds <= 12 * 3_600);
        }
    }

    #[test]
    fn any_range_is_read_as_it_is_written(low in 1_u32..59, more in 1_u32..59, dash in "-|–|—| - | to |~| bis ") {
        let high = low + more;
        let claim = Claim { low_seconds: low * 60, high_seconds: high * 60 };
        let title = format!("Views on parks ({low}{dash}{high} min)");
        prop_assert_eq!(claimed_time(&title), Some(claim));
    }
}
