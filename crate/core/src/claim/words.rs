//! The words that matter around a time, in seven languages, with what each can be.
//!
//! Words are folded (see [`super::token`]): lower case, without accents, nukta, anusvara and
//! chandrabindu. One word can be many things, in one language or in several: "a" is an article,
//! and the French and Spanish "to". The lists are kept as text, which ships smallest, and hashed
//! once at the first look-up.

use std::sync::LazyLock;

/// Minutes.
pub(super) const MINUTE: u32 = 1 << 0;
/// May end in a point.
pub(super) const ABBR: u32 = 1 << 1;
/// Hours.
pub(super) const HOUR: u32 = 1 << 2;
/// Seconds.
pub(super) const SECOND: u32 = 1 << 3;
/// A unit of one letter.
pub(super) const SHORT: u32 = 1 << 4;
/// One of something.
pub(super) const ARTICLE: u32 = 1 << 5;
/// Between the ends of a range.
pub(super) const TO: u32 = 1 << 6;
/// Leans on its neighbours.
pub(super) const LINK: u32 = 1 << 7;
/// A half.
pub(super) const HALF: u32 = 1 << 8;
/// Has a length of its own.
pub(super) const OBJECT: u32 = 1 << 9;
/// A quarter.
pub(super) const QUARTER: u32 = 1 << 10;
/// Before a verb: "will last".
pub(super) const AUX: u32 = 1 << 11;
/// Ends a noun phrase.
pub(super) const BREAK: u32 = 1 << 12;
/// Behind an amount: says no more.
pub(super) const AFTER_FINE: u32 = 1 << 13;
/// Joins.
pub(super) const AND: u32 = 1 << 14;
/// Begins a range.
pub(super) const BETWEEN: u32 = 1 << 15;
/// Is the task.
pub(super) const TASK: u32 = 1 << 16;
/// Is numbered: "part 2".
pub(super) const PART: u32 = 1 << 17;
/// "of your time".
pub(super) const OWN_TIME: u32 = 1 << 18;
/// Is a limit.
pub(super) const LIMIT: u32 = 1 << 19;
/// Makes a name or another thing of it.
pub(super) const NAME: u32 = 1 << 20;
/// Comes round again.
pub(super) const PERIOD: u32 = 1 << 21;
/// Makes it another time.
pub(super) const NEVER: u32 = 1 << 22;
/// Says how long.
pub(super) const TAKE: u32 = 1 << 23;
/// About, under, only.
pub(super) const APPROX: u32 = 1 << 24;
/// "to complete".
pub(super) const COMPLETE: u32 = 1 << 25;
/// Of.
pub(super) const OF: u32 = 1 << 26;
/// For.
pub(super) const FOR: u32 = 1 << 27;
/// Behind an amount: makes it another time.
pub(super) const AFTER_NEVER: u32 = 1 << 28;
/// "will last" or "in the last".
pub(super) const LAST: u32 = 1 << 29;
/// Money.
pub(super) const MONEY: u32 = 1 << 30;
/// "long", "length of".
pub(super) const LONG: u32 = 1 << 31;

/// A word of the lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) text: &'static str,
    /// What it can be, of the constants above.
    pub(super) roles: u32,
    /// The value of a number word, else 0.
    pub(super) value: f64,
}

/// What is known of a folded word; without text, roles and value where it does not matter.
pub(super) fn find(word: &[u8]) -> Word {
    TABLE.find(word).unwrap_or_else(|| Word {
        text: "",
        roles: german_roles(word),
        value: 0.0,
    })
}

/// German writes its nouns together, and "-minütig" has endings. Nearly all words are none of these,
/// so one look at a letter comes first.
fn german_roles(word: &[u8]) -> u32 {
    if let [b'm' | b's', _, _, _, _, _, _, ..] = word {
        for (start, role) in [("minutig", MINUTE), ("stundig", HOUR), ("sekundig", SECOND)] {
            if word.starts_with(start.as_bytes()) {
                return role;
            }
        }
    }
    let endings = ["umfrage", "studie", "befragung", "aufgabe"];
    let can_end = matches!(word, [_, _, _, _, _, .., b'e' | b'g']);
    if can_end && endings.iter().any(|it| word.ends_with(it.as_bytes())) {
        TASK
    } else {
        0
    }
}

/// The seconds of a German word that holds number and unit: "halbstündig", "fünfminütige",
/// "Viertelstunde".
pub(super) fn whole(word: &[u8]) -> Option<f64> {
    const UNITS: [(&str, f64); 3] = [("minutig", 60.0), ("stundig", 3_600.0), ("stund", 3_600.0)];
    let ending = |it: &&u8| matches!(**it, b'e' | b'n' | b'r' | b's' | b'm');
    let n_ending = word.iter().rev().take_while(ending).count();
    let stem = word.get(..word.len() - n_ending)?;
    if !matches!(stem, [_, _, _, _, _, .., b'd' | b'g']) {
        return None;
    }
    let mut units = UNITS.iter();
    let (count, seconds) =
        units.find_map(|(unit, seconds)| Some((stem.strip_suffix(unit.as_bytes())?, seconds)))?;
    let count = match count {
        b"ein" => 1.0,
        b"halb" => 0.5,
        b"viertel" => 0.25,
        b"dreiviertel" => 0.75,
        word => find(word).value,
    };
    (0.0 < count).then_some(count * seconds)
}

/// Every word once with all that it can be, found by its hash.
struct Table {
    words: Vec<Word>,
    /// For each hash the place of a word, from 1; where two words have the same, the next free slot.
    slots: Vec<u16>,
}

/// More than twice as many as words, so that a search ends after a slot or two.
const SLOTS: usize = 4_096;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: Vec::new(),
        slots: vec![0; SLOTS],
    };
    for (roles, words) in WORDS {
        words.split(' ').for_each(|it| table.add(it, *roles, 0.0));
    }
    for (value, words) in NUMBERS {
        words.split(' ').for_each(|it| table.add(it, 0, *value));
    }
    table
});

impl Table {
    fn find(&self, word: &[u8]) -> Option<Word> {
        self.words.get(self.place(word).1?).copied()
    }

    fn add(&mut self, text: &'static str, roles: u32, value: f64) {
        let (slot, known) = self.place(text.as_bytes());
        if let Some(word) = known.and_then(|at| self.words.get_mut(at)) {
            word.roles |= roles;
            word.value += value;
            return;
        }
        self.words.push(Word { text, roles, value });
        if let (Some(slot), Ok(n)) = (self.slots.get_mut(slot), u16::try_from(self.words.len())) {
            *slot = n;
        }
    }

    /// The slot of a word, and where it stands if it is known.
    fn place(&self, word: &[u8]) -> (usize, Option<usize>) {
        let mut slot = hash(word);
        loop {
            let known = self.slots.get(slot).copied().unwrap_or(0);
            let Some(at) = usize::from(known).checked_sub(1) else {
                return (slot, None);
            };
            let is_it = |it: &Word| it.text.as_bytes() == word;
            if self.words.get(at).is_some_and(is_it) {
                return (slot, Some(at));
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// FNV-1a, folded to a slot.
fn hash(word: &[u8]) -> usize {
    let mut hash = 0x811C_9DC5_u32;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    (hash ^ (hash >> 15)) as usize % SLOTS
}

#[rustfmt::skip]
const NUMBERS: &[(f64, &str)] = &[
    (1.0, "one एक"),
    (1.5, "anderthalb eineinhalb डेढ"),
    (2.0, "deux dois dos duas due two zwei दो"),
    (2.5, "zweieinhalb ढाई"),
    (3.0, "drei three tre tres trois तीन"),
    (4.0, "cuatro four quatre quatro quattro vier चार"),
    (5.0, "cinco cinq cinque five funf पाच"),
    (6.0, "sechs sei seis six"),
    (7.0, "sept sete sette seven sieben siete"),
    (8.0, "acht eight huit ocho oito otto"),
    (9.0, "neuf neun nine nove nueve"),
    (10.0, "dez dieci diez dix ten zehn दस"),
    (12.0, "twelve"),
    (15.0, "fifteen funfzehn quince quindici quinze पद्रह"),
    (20.0, "twenty veinte venti vingt vinte zwanzig बीस"),
    (30.0, "dreissig thirty treinta trenta trente trinta तीस"),
    (40.0, "cuarenta forty"),
    (50.0, "fifty"),
    (60.0, "sechzig sesenta sessanta sessenta sixty soixante"),
    (90.0, "ninety"),
];

#[rustfmt::skip]
const WORDS: &[(u32, &str)] = &[
    (MINUTE, "m min mins mint minute minuten minutes minuti minuto minutos mn mns मि मिनट \
        मिनटो मिनिट"),
    (ABBR, "appr approx aprox avg ca circa env est hr hrs max min mins no sec secs sek \
        std ungef vs"),
    (HOUR, "h heure heures hora horas hour hours hr hrs ora ore std stunde stunden घटा \
        घटे घटो घण्टा घण्टे घण्टो"),
    (SECOND, "s sec second seconde secondes secondi secondo seconds secs seg segs segundo \
        segundos sek sekunde sekunden सेकड सेकण्ड सेकेड सेकेण्ड"),
    (SHORT, "h m s"),
    (ARTICLE, "a an ein eine einen einer um uma un una une uno"),
    (TO, "a al ate bis hasta o oder or ou to या से"),
    (LINK, "a are as at ate avg be between bis d da das de del der des di die do du dura \
        el entre es est for fra from hasta il in is ist it l la le least les me more \
        most no not of on os over people por que roughly se sera sie sind sont than \
        the this to tra us volta von will workers you zu zwischen का की के ध मे से \
        है"),
    (HALF, "demi demie halb halbe halben half media medio meia meio mezz mezza mezzo आधा \
        आधे"),
    (OBJECT, "ad ads advert animation audio audios aufnahme break breaks call calls \
        cancion canzone chanson clip clips commercial commercials conversation \
        conversations delay delays descanso drive drives enregistrement episode \
        episodes file files film filme films footage gesprach grabacion interval \
        intervals lecture lectures lied livestream media meditation movie movies \
        music musica musik musique passage passages pausa pause pelicula podcast \
        podcasts presentation radio reading readings recording recordings \
        registrazione sample samples screencast screencasts segment segments show \
        shows song songs speaking speech speeches stream talk talks timer timers \
        trailer video videos walk walks webinar ऑडियो गाना विडियो वीडियो"),
    (QUARTER, "cuarto quart quarter quarters quarto viertel"),
    (AUX, "can could may might must shall should to will would"),
    (BREAK, "about and as at avec by com con e et for from fur if in into mit of on or \
        over para per sobre su sur that then to uber und using when where which \
        while who with y"),
    (AFTER_FINE, "altogether and approx approximately aprox average but circa e environ est \
        estimated et hochstens in less massimo max maximal maximo maximum needed o \
        oder on only or ou required so tops total und y पूरा"),
    (AND, "and e et und y और"),
    (BETWEEN, "between entre fra tra zwischen"),
    (TASK, "activity assessment assignment aufgabe aufgaben befragung compito \
        cuestionario encuesta encuestas enquete entretien entrevista estudio estudo \
        etude evaluation exercise experiment experimento experiments form fragebogen \
        game games hit hits indagine interview interviews intervista job jobs \
        microtask pesquisa pesquisas poll polls project puzzle questionario \
        questionarios questionnaire questionnaires quiz quizzes ricerca screener \
        screeners session sessions sondage sondaggio studie studies studio study \
        survey surveys tache tarea tareas tarefa tarefas task tasks test tests \
        trabajo umfrage umfragen usability अध्ययन काम कार्य टास्क प्रश्नावली सर्वे \
        सर्वेक्षण"),
    (PART, "batch block chapter day experiment group hit level module no number part \
        parte partie phase round section session stage step study survey task teil \
        version vol wave"),
    (OWN_TIME, "arbeit lavoro tempo temps tiempo time trabajo trabalho travail work zeit"),
    (LIMIT, "allotted allowed deadline expiration expiry frist haben had has have limit \
        limita limite limited limiti limits plazo timeout timer zeitlimit"),
    (NAME, "abs access city clock day days deadline delivery diet drug emergency energy \
        fast fasting fasts fitness gym gyms hotline limit meal meals nap naps news \
        notice old overtime parking period rule rules service services shift shifts \
        sleep support warning week weeks window workday workout workouts workweek \
        worth"),
    (PERIOD, "day dia evening giorno jour mes mese mois monat month morning night semaine \
        semana settimana tag week woche दिन"),
    (NEVER, "after ago alle apos approval approve approved approves apres attendere \
        attendez attendre available begin begins binnen cada chaque dans dentro \
        depois depuis dernier derniere dernieres derniers despues dopo each ends \
        entro esperar espere every expire expires ha hace innerhalb jede letzte \
        letzten listen listened listening nach nachsten next ogni par past per \
        previous pro prochaines prochains prossime prossimi proximas proximos recent \
        rejected scorse scorsi seit since sleep slept start starts tous toutes tras \
        ultima ultimas ultime ultimi ultimo ultimos until vergangenen vor wait \
        waiting waits warten watch watched wear within अगली अगले पहले पिछली पिछले \
        प्रति बाद भीतर हर"),
    (TAKE, "bearbeitungsdauer bearbeitungszeit benotigen benotigst benotigt braucht \
        complete completed completes completing completion dauer dauert demora dura \
        duracao duracion durara durata duration durations dure duree durera est \
        estimate estimated estimates eta finish finished finishes lasting lasts \
        length leva levara lleva llevara necessite prend prendra requer requiere \
        require required requires richiede runtime take taken takes taking tarda \
        tardara tempo temps tiempo time times toma tomara took zeit zeitaufwand अवधि \
        लगता लगते लगेगा लगेगे समय"),
    (APPROX, "about almost alrededor apenas appr approx approximate approximately \
        approximativement aprox aproximadamente around average avg ca cerca circa \
        durchschnittlich environ est estimated etwa fino hochstens jusqu just knapp \
        less massimo max maximal maximo maximum meno menos mere merely moins near \
        nearly nur only promedio quick roughly rund seulement short solo unas under \
        ungefahr unos unter up weniger zirka कम करीब केवल तकरीबन लगभग सिर्फ"),
    (COMPLETE, "answer ausfullen completar completare complete fill finish terminer पूरा"),
    (OF, "d da de del des di do of von"),
    (FOR, "durante em en for fur in para pendant per por pour"),
    (AFTER_NEVER, "after ago antes apart apres avant before daily depois despues diarias \
        diarios dopo each earlier early every fa late later per plus prima spater \
        taglich vorher weekly पहले बाद"),
    (LAST, "last"),
    (MONEY, "bucks cent centavos cents ct cts dollar dollars eur euro euros gbp inr pence \
        pound pounds reais real rs rupee rupees rupien usd रुपए रुपये"),
    (LONG, "dauer duracao duracion durata duration duree lang largo length long longs \
        longue lunga runtime"),
];

/// The words for minutes, hours and seconds.
#[cfg(test)]
pub(super) fn units() -> impl Iterator<Item = &'static str> {
    let units = WORDS
        .iter()
        .filter(|it| it.0 & (MINUTE | HOUR | SECOND) != 0);
    units
        .flat_map(|it| it.1.split(' '))
        .filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_words() -> impl Iterator<Item = &'static str> {
        let numbers = NUMBERS.iter().flat_map(|it| it.1.split(' '));
        WORDS.iter().flat_map(|it| it.1.split(' ')).chain(numbers)
    }

    #[test]
    fn every_word_is_folded() {
        for word in all_words() {
            let mut folded = String::new();
            word.chars()
                .for_each(|c| folded.extend(super::super::token::fold(c)));
            assert_eq!(folded, word);
            assert!(!word.is_empty());
        }
    }

    #[test]
    fn a_word_is_all_that_its_lists_say() {
        let find = |word: &str| super::find(word.as_bytes());
        assert_eq!(find("a").roles & (ARTICLE | TO), ARTICLE | TO);
        assert_eq!((find("nonsense").roles, find("nonsense").value), (0, 0.0));
        assert!(2 * TABLE.words.len() < SLOTS);
        for (role, words) in WORDS {
            assert!(words.split(' ').all(|word| find(word).roles & role != 0));
        }
        for (value, words) in NUMBERS {
            assert!(words.split(' ').all(|word| find(word).value == *value));
        }
    }

    #[test]
    fn german_words_hold_number_and_unit() {
        let whole = |word: &str| super::whole(word.as_bytes());
        assert_eq!(whole("halbstundige"), Some(1_800.0));
        assert_eq!(whole("funfminutiges"), Some(300.0));
        assert_eq!(whole("viertelstunde"), Some(900.0));
        assert_eq!(whole("umfrage"), None);
    }
}
