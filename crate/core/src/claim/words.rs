//! The words that matter around a time, in seven languages, with what each can be.
//!
//! Words are folded (see [`super::token`]): lower case, without accents, nukta, anusvara and
//! chandrabindu. One word can be many things, in one language or in several: "a" is an article, and the
//! French and Spanish "to".

pub(super) const MINUTE: u32 = 1 << 0;
pub(super) const ABBR: u32 = 1 << 1;
pub(super) const HOUR: u32 = 1 << 2;
pub(super) const SECOND: u32 = 1 << 3;
pub(super) const SHORT: u32 = 1 << 4;
pub(super) const ARTICLE: u32 = 1 << 5;
pub(super) const TO: u32 = 1 << 6;
pub(super) const LINK: u32 = 1 << 7;
pub(super) const HALF: u32 = 1 << 8;
pub(super) const OBJECT: u32 = 1 << 9;
pub(super) const QUARTER: u32 = 1 << 10;
pub(super) const AUX: u32 = 1 << 11;
pub(super) const BREAK: u32 = 1 << 12;
pub(super) const AFTER_FINE: u32 = 1 << 13;
pub(super) const AND: u32 = 1 << 14;
pub(super) const BETWEEN: u32 = 1 << 15;
pub(super) const TASK: u32 = 1 << 16;
pub(super) const PART: u32 = 1 << 17;
pub(super) const OWN_TIME: u32 = 1 << 18;
pub(super) const LIMIT: u32 = 1 << 19;
pub(super) const NAME: u32 = 1 << 20;
pub(super) const PERIOD: u32 = 1 << 21;
pub(super) const NEVER: u32 = 1 << 22;
pub(super) const TAKE: u32 = 1 << 23;
pub(super) const APPROX: u32 = 1 << 24;
pub(super) const COMPLETE: u32 = 1 << 25;
pub(super) const OF: u32 = 1 << 26;
pub(super) const FOR: u32 = 1 << 27;
pub(super) const AFTER_NEVER: u32 = 1 << 28;
pub(super) const LAST: u32 = 1 << 29;
pub(super) const MONEY: u32 = 1 << 30;
pub(super) const LONG: u32 = 1 << 31;

/// What a word can be; 0 for a word that does not matter.
pub(super) fn roles(word: &str) -> u32 {
    if let Ok(at) = WORDS.binary_search_by(|it| it.0.cmp(word)) {
        return WORDS.get(at).map_or(0, |it| it.1);
    }
    for (start, role) in [("minutig", MINUTE), ("stundig", HOUR), ("sekundig", SECOND)] {
        if word.starts_with(start) {
            return role;
        }
    }
    let is_german_task = TASK_ENDINGS.iter().any(|ending| word.ends_with(ending));
    if is_german_task { TASK } else { 0 }
}

/// The value of a number word.
pub(super) fn number(word: &str) -> Option<f64> {
    let at = NUMBERS.binary_search_by(|it| it.0.cmp(word)).ok()?;
    NUMBERS.get(at).map(|it| f64::from(it.1))
}

/// The seconds of a German word that holds number and unit: "halbstündig", "fünfminütige",
/// "Viertelstunde".
pub(super) fn whole(word: &str) -> Option<f64> {
    for (ending, seconds) in [("minutig", 60.0), ("stundig", 3_600.0), ("stunde", 3_600.0)] {
        let Some((count, _)) = word.split_once(ending) else {
            continue;
        };
        let count = match count {
            "ein" => 1.0,
            "halb" => 0.5,
            "viertel" => 0.25,
            "dreiviertel" => 0.75,
            word => number(word)?,
        };
        return Some(count * seconds);
    }
    None
}

/// German writes its nouns together.
const TASK_ENDINGS: [&str; 4] = ["umfrage", "studie", "befragung", "aufgabe"];

#[rustfmt::skip]
const NUMBERS: &[(&str, f32)] = &[
    ("acht", 8.0), ("anderthalb", 1.5), ("cinco", 5.0), ("cinq", 5.0), ("cinque", 5.0),
    ("cuarenta", 40.0), ("cuatro", 4.0), ("deux", 2.0), ("dez", 10.0), ("dieci", 10.0),
    ("diez", 10.0), ("dix", 10.0), ("dois", 2.0), ("dos", 2.0), ("drei", 3.0), ("dreissig", 30.0),
    ("duas", 2.0), ("due", 2.0), ("eight", 8.0), ("eineinhalb", 1.5), ("fifteen", 15.0),
    ("fifty", 50.0), ("five", 5.0), ("forty", 40.0), ("four", 4.0), ("funf", 5.0),
    ("funfzehn", 15.0), ("huit", 8.0), ("neuf", 9.0), ("neun", 9.0), ("nine", 9.0),
    ("ninety", 90.0), ("nove", 9.0), ("nueve", 9.0), ("ocho", 8.0), ("oito", 8.0), ("one", 1.0),
    ("otto", 8.0), ("quatre", 4.0), ("quatro", 4.0), ("quattro", 4.0), ("quince", 15.0),
    ("quindici", 15.0), ("quinze", 15.0), ("sechs", 6.0), ("sechzig", 60.0), ("sei", 6.0),
    ("seis", 6.0), ("sept", 7.0), ("sesenta", 60.0), ("sessanta", 60.0), ("sessenta", 60.0),
    ("sete", 7.0), ("sette", 7.0), ("seven", 7.0), ("sieben", 7.0), ("siete", 7.0), ("six", 6.0),
    ("sixty", 60.0), ("soixante", 60.0), ("ten", 10.0), ("thirty", 30.0), ("three", 3.0),
    ("tre", 3.0), ("treinta", 30.0), ("trenta", 30.0), ("trente", 30.0), ("tres", 3.0),
    ("trinta", 30.0), ("trois", 3.0), ("twelve", 12.0), ("twenty", 20.0), ("two", 2.0),
    ("veinte", 20.0), ("venti", 20.0), ("vier", 4.0), ("vingt", 20.0), ("vinte", 20.0),
    ("zehn", 10.0), ("zwanzig", 20.0), ("zwei", 2.0), ("zweieinhalb", 2.5), ("एक", 1.0),
    ("चार", 4.0), ("डेढ", 1.5), ("ढाई", 2.5), ("तीन", 3.0), ("तीस", 30.0), ("दस", 10.0),
    ("दो", 2.0), ("पद्रह", 15.0), ("पाच", 5.0), ("बीस", 20.0),
];

#[rustfmt::skip]
const WORDS: &[(&str, u32)] = &[
    ("a", ARTICLE | TO | LINK), ("about", APPROX | BREAK), ("abs", NAME), ("access", NAME),
    ("activity", TASK), ("ad", OBJECT), ("ads", OBJECT), ("advert", OBJECT),
    ("after", NEVER | AFTER_NEVER), ("ago", NEVER | AFTER_NEVER), ("al", TO), ("alle", NEVER),
    ("allotted", LIMIT), ("allowed", LIMIT), ("almost", APPROX), ("alrededor", APPROX),
    ("altogether", AFTER_FINE), ("an", ARTICLE), ("and", AND | AFTER_FINE | BREAK),
    ("animation", OBJECT), ("answer", COMPLETE), ("antes", AFTER_NEVER), ("apart", AFTER_NEVER),
    ("apenas", APPROX), ("apos", NEVER), ("appr", APPROX | ABBR), ("approval", NEVER),
    ("approve", NEVER), ("approved", NEVER), ("approves", NEVER),
    ("approx", APPROX | AFTER_FINE | ABBR), ("approximate", APPROX),
    ("approximately", APPROX | AFTER_FINE), ("approximativement", APPROX),
    ("apres", NEVER | AFTER_NEVER), ("aprox", APPROX | AFTER_FINE | ABBR),
    ("aproximadamente", APPROX), ("arbeit", OWN_TIME), ("are", LINK), ("around", APPROX),
    ("as", LINK | BREAK), ("assessment", TASK), ("assignment", TASK), ("at", LINK | BREAK),
    ("ate", TO | LINK), ("attendere", NEVER), ("attendez", NEVER), ("attendre", NEVER),
    ("audio", OBJECT), ("audios", OBJECT), ("aufgabe", TASK), ("aufgaben", TASK),
    ("aufnahme", OBJECT), ("ausfullen", COMPLETE), ("available", NEVER), ("avant", AFTER_NEVER),
    ("avec", BREAK), ("average", APPROX | AFTER_FINE), ("avg", APPROX | LINK | ABBR),
    ("batch", PART), ("be", LINK), ("bearbeitungsdauer", TAKE), ("bearbeitungszeit", TAKE),
    ("before", AFTER_NEVER), ("befragung", TASK), ("begin", NEVER), ("begins", NEVER),
    ("benotigen", TAKE), ("benotigst", TAKE), ("benotigt", TAKE), ("between", BETWEEN | LINK),
    ("binnen", NEVER), ("bis", TO | LINK), ("block", PART), ("braucht", TAKE), ("break", OBJECT),
    ("breaks", OBJECT), ("bucks", MONEY), ("but", AFTER_FINE), ("by", BREAK), ("ca", APPROX | ABBR),
    ("cada", NEVER), ("call", OBJECT), ("calls", OBJECT), ("can", AUX), ("cancion", OBJECT),
    ("canzone", OBJECT), ("cent", MONEY), ("centavos", MONEY), ("cents", MONEY), ("cerca", APPROX),
    ("chanson", OBJECT), ("chapter", PART), ("chaque", NEVER),
    ("circa", APPROX | AFTER_FINE | ABBR), ("city", NAME), ("clip", OBJECT), ("clips", OBJECT),
    ("clock", NAME), ("com", BREAK), ("commercial", OBJECT), ("commercials", OBJECT),
    ("compito", TASK), ("completar", COMPLETE), ("completare", COMPLETE),
    ("complete", TAKE | COMPLETE), ("completed", TAKE), ("completes", TAKE), ("completing", TAKE),
    ("completion", TAKE), ("con", BREAK), ("conversation", OBJECT), ("conversations", OBJECT),
    ("could", AUX), ("ct", MONEY), ("cts", MONEY), ("cuarto", QUARTER), ("cuestionario", TASK),
    ("d", LINK | OF), ("da", LINK | OF), ("daily", AFTER_NEVER), ("dans", NEVER), ("das", LINK),
    ("dauer", TAKE | LONG), ("dauert", TAKE), ("day", NAME | PERIOD | PART), ("days", NAME),
    ("de", LINK | OF), ("deadline", NAME | LIMIT), ("del", LINK | OF), ("delay", OBJECT),
    ("delays", OBJECT), ("delivery", NAME), ("demi", HALF), ("demie", HALF), ("demora", TAKE),
    ("dentro", NEVER), ("depois", NEVER | AFTER_NEVER), ("depuis", NEVER), ("der", LINK),
    ("dernier", NEVER), ("derniere", NEVER), ("dernieres", NEVER), ("derniers", NEVER),
    ("des", LINK | OF), ("descanso", OBJECT), ("despues", NEVER | AFTER_NEVER), ("di", LINK | OF),
    ("dia", PERIOD), ("diarias", AFTER_NEVER), ("diarios", AFTER_NEVER), ("die", LINK),
    ("diet", NAME), ("do", LINK | OF), ("dollar", MONEY), ("dollars", MONEY),
    ("dopo", NEVER | AFTER_NEVER), ("drive", OBJECT), ("drives", OBJECT), ("drug", NAME),
    ("du", LINK), ("dura", TAKE | LINK), ("duracao", TAKE | LONG), ("duracion", TAKE | LONG),
    ("durante", FOR), ("durara", TAKE), ("durata", TAKE | LONG), ("duration", TAKE | LONG),
    ("durations", TAKE), ("durchschnittlich", APPROX), ("dure", TAKE), ("duree", TAKE | LONG),
    ("durera", TAKE), ("e", AND | AFTER_FINE | BREAK), ("each", NEVER | AFTER_NEVER),
    ("earlier", AFTER_NEVER), ("early", AFTER_NEVER), ("ein", ARTICLE), ("eine", ARTICLE),
    ("einen", ARTICLE), ("einer", ARTICLE), ("el", LINK), ("em", FOR), ("emergency", NAME),
    ("en", FOR), ("encuesta", TASK), ("encuestas", TASK), ("ends", NEVER), ("energy", NAME),
    ("enquete", TASK), ("enregistrement", OBJECT), ("entre", BETWEEN | LINK), ("entretien", TASK),
    ("entrevista", TASK), ("entro", NEVER), ("env", ABBR), ("environ", APPROX | AFTER_FINE),
    ("episode", OBJECT), ("episodes", OBJECT), ("es", LINK), ("esperar", NEVER), ("espere", NEVER),
    ("est", TAKE | APPROX | LINK | AFTER_FINE | ABBR), ("estimate", TAKE),
    ("estimated", TAKE | APPROX | AFTER_FINE), ("estimates", TAKE), ("estudio", TASK),
    ("estudo", TASK), ("et", AND | AFTER_FINE | BREAK), ("eta", TAKE), ("etude", TASK),
    ("etwa", APPROX), ("eur", MONEY), ("euro", MONEY), ("euros", MONEY), ("evaluation", TASK),
    ("evening", PERIOD), ("every", NEVER | AFTER_NEVER), ("exercise", TASK),
    ("experiment", TASK | PART), ("experimento", TASK), ("experiments", TASK),
    ("expiration", LIMIT), ("expire", NEVER), ("expires", NEVER), ("expiry", LIMIT),
    ("fa", AFTER_NEVER), ("fast", NAME), ("fasting", NAME), ("fasts", NAME), ("file", OBJECT),
    ("files", OBJECT), ("fill", COMPLETE), ("film", OBJECT), ("filme", OBJECT), ("films", OBJECT),
    ("finish", TAKE | COMPLETE), ("finished", TAKE), ("finishes", TAKE), ("fino", APPROX),
    ("fitness", NAME), ("footage", OBJECT), ("for", LINK | FOR | BREAK), ("form", TASK),
    ("fra", BETWEEN | LINK), ("fragebogen", TASK), ("frist", LIMIT), ("from", LINK | BREAK),
    ("fur", FOR | BREAK), ("game", TASK), ("games", TASK), ("gbp", MONEY), ("gesprach", OBJECT),
    ("giorno", PERIOD), ("grabacion", OBJECT), ("group", PART), ("gym", NAME), ("gyms", NAME),
    ("h", HOUR | SHORT), ("ha", NEVER), ("haben", LIMIT), ("hace", NEVER), ("had", LIMIT),
    ("halb", HALF), ("halbe", HALF), ("halben", HALF), ("half", HALF), ("has", LIMIT),
    ("hasta", TO | LINK), ("have", LIMIT), ("heure", HOUR), ("heures", HOUR), ("hit", TASK | PART),
    ("hits", TASK), ("hochstens", APPROX | AFTER_FINE), ("hora", HOUR), ("horas", HOUR),
    ("hotline", NAME), ("hour", HOUR), ("hours", HOUR), ("hr", HOUR | ABBR), ("hrs", HOUR | ABBR),
    ("if", BREAK), ("il", LINK), ("in", LINK | AFTER_FINE | FOR | BREAK), ("indagine", TASK),
    ("innerhalb", NEVER), ("inr", MONEY), ("interval", OBJECT), ("intervals", OBJECT),
    ("interview", TASK), ("interviews", TASK), ("intervista", TASK), ("into", BREAK), ("is", LINK),
    ("ist", LINK), ("it", LINK), ("jede", NEVER), ("job", TASK), ("jobs", TASK), ("jour", PERIOD),
    ("jusqu", APPROX), ("just", APPROX), ("knapp", APPROX), ("l", LINK), ("la", LINK),
    ("lang", LONG), ("largo", LONG), ("last", LAST), ("lasting", TAKE), ("lasts", TAKE),
    ("late", AFTER_NEVER), ("later", AFTER_NEVER), ("lavoro", OWN_TIME), ("le", LINK),
    ("least", LINK), ("lecture", OBJECT), ("lectures", OBJECT), ("length", TAKE | LONG),
    ("les", LINK), ("less", APPROX | AFTER_FINE), ("letzte", NEVER), ("letzten", NEVER),
    ("leva", TAKE), ("levara", TAKE), ("level", PART), ("lied", OBJECT), ("limit", NAME | LIMIT),
    ("limita", LIMIT), ("limite", LIMIT), ("limited", LIMIT), ("limiti", LIMIT), ("limits", LIMIT),
    ("listen", NEVER), ("listened", NEVER), ("listening", NEVER), ("livestream", OBJECT),
    ("lleva", TAKE), ("llevara", TAKE), ("long", LONG), ("longs", LONG), ("longue", LONG),
    ("lunga", LONG), ("m", MINUTE | SHORT), ("massimo", APPROX | AFTER_FINE),
    ("max", APPROX | AFTER_FINE | ABBR), ("maximal", APPROX | AFTER_FINE),
    ("maximo", APPROX | AFTER_FINE), ("maximum", APPROX | AFTER_FINE), ("may", AUX), ("me", LINK),
    ("meal", NAME), ("meals", NAME), ("media", HALF | OBJECT), ("medio", HALF),
    ("meditation", OBJECT), ("meia", HALF), ("meio", HALF), ("meno", APPROX), ("menos", APPROX),
    ("mere", APPROX), ("merely", APPROX), ("mes", PERIOD), ("mese", PERIOD), ("mezz", HALF),
    ("mezza", HALF), ("mezzo", HALF), ("microtask", TASK), ("might", AUX), ("min", MINUTE | ABBR),
    ("mins", MINUTE | ABBR), ("mint", MINUTE), ("minute", MINUTE), ("minuten", MINUTE),
    ("minutes", MINUTE), ("minuti", MINUTE), ("minuto", MINUTE), ("minutos", MINUTE),
    ("mit", BREAK), ("mn", MINUTE), ("mns", MINUTE), ("module", PART), ("moins", APPROX),
    ("mois", PERIOD), ("monat", PERIOD), ("month", PERIOD), ("more", LINK), ("morning", PERIOD),
    ("most", LINK), ("movie", OBJECT), ("movies", OBJECT), ("music", OBJECT), ("musica", OBJECT),
    ("musik", OBJECT), ("musique", OBJECT), ("must", AUX), ("nach", NEVER), ("nachsten", NEVER),
    ("nap", NAME), ("naps", NAME), ("near", APPROX), ("nearly", APPROX), ("necessite", TAKE),
    ("needed", AFTER_FINE), ("news", NAME), ("next", NEVER), ("night", PERIOD),
    ("no", LINK | ABBR | PART), ("not", LINK), ("notice", NAME), ("number", PART), ("nur", APPROX),
    ("o", TO | AFTER_FINE), ("oder", TO | AFTER_FINE), ("of", LINK | OF | BREAK), ("ogni", NEVER),
    ("old", NAME), ("on", LINK | AFTER_FINE | BREAK), ("only", APPROX | AFTER_FINE),
    ("or", TO | AFTER_FINE | BREAK), ("ora", HOUR), ("ore", HOUR), ("os", LINK),
    ("ou", TO | AFTER_FINE), ("over", LINK | BREAK), ("overtime", NAME), ("par", NEVER),
    ("para", FOR | BREAK), ("parking", NAME), ("part", PART), ("parte", PART), ("partie", PART),
    ("passage", OBJECT), ("passages", OBJECT), ("past", NEVER), ("pausa", OBJECT),
    ("pause", OBJECT), ("pelicula", OBJECT), ("pence", MONEY), ("pendant", FOR), ("people", LINK),
    ("per", NEVER | AFTER_NEVER | FOR | BREAK), ("period", NAME), ("pesquisa", TASK),
    ("pesquisas", TASK), ("phase", PART), ("plazo", LIMIT), ("plus", AFTER_NEVER),
    ("podcast", OBJECT), ("podcasts", OBJECT), ("poll", TASK), ("polls", TASK), ("por", LINK | FOR),
    ("pound", MONEY), ("pounds", MONEY), ("pour", FOR), ("prend", TAKE), ("prendra", TAKE),
    ("presentation", OBJECT), ("previous", NEVER), ("prima", AFTER_NEVER), ("pro", NEVER),
    ("prochaines", NEVER), ("prochains", NEVER), ("project", TASK), ("promedio", APPROX),
    ("prossime", NEVER), ("prossimi", NEVER), ("proximas", NEVER), ("proximos", NEVER),
    ("puzzle", TASK), ("quart", QUARTER), ("quarter", QUARTER), ("quarters", QUARTER),
    ("quarto", QUARTER), ("que", LINK), ("questionario", TASK), ("questionarios", TASK),
    ("questionnaire", TASK), ("questionnaires", TASK), ("quick", APPROX), ("quiz", TASK),
    ("quizzes", TASK), ("radio", OBJECT), ("reading", OBJECT), ("readings", OBJECT),
    ("reais", MONEY), ("real", MONEY), ("recent", NEVER), ("recording", OBJECT),
    ("recordings", OBJECT), ("registrazione", OBJECT), ("rejected", NEVER), ("requer", TAKE),
    ("requiere", TAKE), ("require", TAKE), ("required", TAKE | AFTER_FINE), ("requires", TAKE),
    ("ricerca", TASK), ("richiede", TAKE), ("roughly", APPROX | LINK), ("round", PART),
    ("rs", MONEY), ("rule", NAME), ("rules", NAME), ("rund", APPROX), ("runtime", LONG | TAKE),
    ("rupee", MONEY), ("rupees", MONEY), ("rupien", MONEY), ("s", SECOND | SHORT),
    ("sample", OBJECT), ("samples", OBJECT), ("scorse", NEVER), ("scorsi", NEVER),
    ("screencast", OBJECT), ("screencasts", OBJECT), ("screener", TASK), ("screeners", TASK),
    ("se", LINK), ("sec", SECOND | ABBR), ("second", SECOND), ("seconde", SECOND),
    ("secondes", SECOND), ("secondi", SECOND), ("secondo", SECOND), ("seconds", SECOND),
    ("secs", SECOND | ABBR), ("section", PART), ("seg", SECOND), ("segment", OBJECT),
    ("segments", OBJECT), ("segs", SECOND), ("segundo", SECOND), ("segundos", SECOND),
    ("seit", NEVER), ("sek", SECOND | ABBR), ("sekunde", SECOND), ("sekunden", SECOND),
    ("semaine", PERIOD), ("semana", PERIOD), ("sera", LINK), ("service", NAME), ("services", NAME),
    ("session", TASK | PART), ("sessions", TASK), ("settimana", PERIOD), ("seulement", APPROX),
    ("shall", AUX), ("shift", NAME), ("shifts", NAME), ("short", APPROX), ("should", AUX),
    ("show", OBJECT), ("shows", OBJECT), ("sie", LINK), ("since", NEVER), ("sind", LINK),
    ("sleep", NAME | NEVER), ("slept", NEVER), ("so", AFTER_FINE), ("sobre", BREAK),
    ("solo", APPROX), ("sondage", TASK), ("sondaggio", TASK), ("song", OBJECT), ("songs", OBJECT),
    ("sont", LINK), ("spater", AFTER_NEVER), ("speaking", OBJECT), ("speech", OBJECT),
    ("speeches", OBJECT), ("stage", PART), ("start", NEVER), ("starts", NEVER),
    ("std", HOUR | ABBR), ("step", PART), ("stream", OBJECT), ("studie", TASK), ("studies", TASK),
    ("studio", TASK), ("study", TASK | PART), ("stunde", HOUR), ("stunden", HOUR), ("su", BREAK),
    ("support", NAME), ("sur", BREAK), ("survey", TASK | PART), ("surveys", TASK), ("tache", TASK),
    ("tag", PERIOD), ("taglich", AFTER_NEVER), ("take", TAKE), ("taken", TAKE), ("takes", TAKE),
    ("taking", TAKE), ("talk", OBJECT), ("talks", OBJECT), ("tarda", TAKE), ("tardara", TAKE),
    ("tarea", TASK), ("tareas", TASK), ("tarefa", TASK), ("tarefas", TASK), ("task", TASK | PART),
    ("tasks", TASK), ("teil", PART), ("tempo", TAKE | OWN_TIME), ("temps", TAKE | OWN_TIME),
    ("terminer", COMPLETE), ("test", TASK), ("tests", TASK), ("than", LINK), ("that", BREAK),
    ("the", LINK), ("then", BREAK), ("this", LINK), ("tiempo", TAKE | OWN_TIME),
    ("time", TAKE | OWN_TIME), ("timeout", LIMIT), ("timer", OBJECT | LIMIT), ("timers", OBJECT),
    ("times", TAKE), ("to", TO | LINK | AUX | BREAK), ("toma", TAKE), ("tomara", TAKE),
    ("took", TAKE), ("tops", AFTER_FINE), ("total", AFTER_FINE), ("tous", NEVER), ("toutes", NEVER),
    ("tra", BETWEEN | LINK), ("trabajo", TASK | OWN_TIME), ("trabalho", OWN_TIME),
    ("trailer", OBJECT), ("tras", NEVER), ("travail", OWN_TIME), ("uber", BREAK), ("ultima", NEVER),
    ("ultimas", NEVER), ("ultime", NEVER), ("ultimi", NEVER), ("ultimo", NEVER), ("ultimos", NEVER),
    ("um", ARTICLE), ("uma", ARTICLE), ("umfrage", TASK), ("umfragen", TASK), ("un", ARTICLE),
    ("una", ARTICLE), ("unas", APPROX), ("und", AND | AFTER_FINE | BREAK), ("under", APPROX),
    ("une", ARTICLE), ("ungef", ABBR), ("ungefahr", APPROX), ("uno", ARTICLE), ("unos", APPROX),
    ("unter", APPROX), ("until", NEVER), ("up", APPROX), ("us", LINK), ("usability", TASK),
    ("usd", MONEY), ("using", BREAK), ("vergangenen", NEVER), ("version", PART), ("video", OBJECT),
    ("videos", OBJECT), ("viertel", QUARTER), ("vol", PART), ("volta", LINK), ("von", LINK | OF),
    ("vor", NEVER), ("vorher", AFTER_NEVER), ("vs", ABBR), ("wait", NEVER), ("waiting", NEVER),
    ("waits", NEVER), ("walk", OBJECT), ("walks", OBJECT), ("warning", NAME), ("warten", NEVER),
    ("watch", NEVER), ("watched", NEVER), ("wave", PART), ("wear", NEVER), ("webinar", OBJECT),
    ("week", NAME | PERIOD), ("weekly", AFTER_NEVER), ("weeks", NAME), ("weniger", APPROX),
    ("when", BREAK), ("where", BREAK), ("which", BREAK), ("while", BREAK), ("who", BREAK),
    ("will", LINK | AUX), ("window", NAME), ("with", BREAK), ("within", NEVER), ("woche", PERIOD),
    ("work", OWN_TIME), ("workday", NAME), ("workers", LINK), ("workout", NAME), ("workouts", NAME),
    ("workweek", NAME), ("worth", NAME), ("would", AUX), ("y", AND | AFTER_FINE | BREAK),
    ("you", LINK), ("zeit", TAKE | OWN_TIME), ("zeitaufwand", TAKE), ("zeitlimit", LIMIT),
    ("zirka", APPROX), ("zu", LINK), ("zwischen", BETWEEN | LINK), ("अगली", NEVER), ("अगले", NEVER),
    ("अध्ययन", TASK), ("अवधि", TAKE), ("आधा", HALF), ("आधे", HALF), ("ऑडियो", OBJECT), ("और", AND),
    ("कम", APPROX), ("करीब", APPROX), ("का", LINK), ("काम", TASK), ("कार्य", TASK), ("की", LINK),
    ("के", LINK), ("केवल", APPROX), ("गाना", OBJECT), ("घटा", HOUR), ("घटे", HOUR), ("घटो", HOUR),
    ("घण्टा", HOUR), ("घण्टे", HOUR), ("घण्टो", HOUR), ("टास्क", TASK), ("तकरीबन", APPROX),
    ("दिन", PERIOD), ("ध", LINK), ("पहले", NEVER | AFTER_NEVER), ("पिछली", NEVER), ("पिछले", NEVER),
    ("पूरा", COMPLETE | AFTER_FINE), ("प्रति", NEVER), ("प्रश्नावली", TASK),
    ("बाद", NEVER | AFTER_NEVER), ("भीतर", NEVER), ("मि", MINUTE), ("मिनट", MINUTE),
    ("मिनटो", MINUTE), ("मिनिट", MINUTE), ("मे", LINK), ("या", TO), ("रुपए", MONEY),
    ("रुपये", MONEY), ("लगता", TAKE), ("लगते", TAKE), ("लगभग", APPROX), ("लगेगा", TAKE),
    ("लगेगे", TAKE), ("विडियो", OBJECT), ("वीडियो", OBJECT), ("समय", TAKE), ("सर्वे", TASK),
    ("सर्वेक्षण", TASK), ("सिर्फ", APPROX), ("से", TO | LINK), ("सेकड", SECOND), ("सेकण्ड", SECOND),
    ("सेकेड", SECOND), ("सेकेण्ड", SECOND), ("हर", NEVER), ("है", LINK),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_without_repeats() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NUMBERS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn every_word_is_folded() {
        for word in WORDS
            .iter()
            .map(|it| it.0)
            .chain(NUMBERS.iter().map(|it| it.0))
        {
            let mut folded = String::new();
            word.chars()
                .for_each(|c| folded.extend(super::super::token::fold(c)));
            assert_eq!(folded, word);
        }
    }
}
