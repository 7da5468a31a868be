//! The demo without a display: screenshots of what a worker meets on the way. A finished task, a gap,
//! a rejection and its dispute pack, a first day, moderators, an answer, another device.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tallystick_browser_tests::{Browser, Desk, Kind, Trouble, until};
use tallystick_core::prior;
use tallystick_market::{requesters, source};
use tallystick_wire::message::{
    AddBackend, LeaveBackend, PackMove, Parting, ReadLedger, RemoveBackend, SaveReview, SyncNow,
    WipeLedger,
};

use crate::Demo;
use crate::look::{LOOKS, SIZES};
use crate::own::{pictures, settled, today};

const QUEUE: &str = "https://worker.mturk.com/tasks?rows=3";
const LIST: &str = "https://app.prolific.com/studies?rows=12";
/// Yesterday, with rejections in it.
const DAYS: &str = "https://worker.mturk.com/status_details";
/// A page of the same host on which nothing of ours stands.
const ELSEWHERE: &str = "https://worker.mturk.com/market/start";
/// A page of A4 without its margins of 16 mm, in CSS pixels.
const A4: (u32, u32) = (673, 1002);
/// How long a gap is that is offered back, with something to spare.
const GAP: Duration = Duration::from_secs(75);
const OPENS: &str = "a passphrase for the demo only";

/// One browser with its place for files.
pub struct Album<'a> {
    pub demo: &'a Demo,
    pub browser: &'a Browser,
    pub kind: Kind,
}

impl Album<'_> {
    /// A picture in each size and look of what `shown` brings up.
    pub fn takes(
        &self,
        what: &str,
        mut shown: impl FnMut(&Browser) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        for (size, width, height) in SIZES {
            self.browser.resize(width, height)?;
            for (look, colours) in LOOKS {
                self.browser.look(colours)?;
                shown(self.browser)?;
                let path = self.file(&format!("{what}-{}-{look}-{size}.png", self.kind.name()));
                self.browser.screenshot(&path)?;
                println!("  {}", path.display());
            }
        }
        Ok(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.demo.folder.join("screenshots").join(name)
    }

    /// A first day in the log, with what was rejected on it; the log is empty again after it.
    pub fn first_day(&self) -> Result<(), Trouble> {
        let browser = self.browser;
        let day = today()?.plus(-1);
        browser.open(&format!("{DAYS}/{day}?rows=8"))?;
        until("the day in the log", || {
            Ok((browser.ask(ReadLedger {})?.assignments == 8).then_some(()))
        })?;
        pictures(self, "dashboard", "day", &["figures", "log", "owed"])?;
        self.on_the_desk()?;
        browser.open_page("dashboard.html#log")?;
        let pack = until("the dispute pack of a rejection", || {
            let open = "[...document.querySelectorAll('.row-button')].find((it) =>
                    it.textContent.includes('rejected'))?.click();
                return [...document.querySelectorAll('dialog a')].find((it) =>
                    it.textContent.startsWith('Dispute pack'))?.getAttribute('href') ?? null";
            let found = browser.run(open, &[])?;
            Ok(found.as_str().map(str::to_owned))
        })?;
        self.takes("dashboard-dispute", |it| {
            it.open_page(&format!("dashboard.html{pack}"))?;
            it.reload()?;
            settled(it)
        })?;
        browser.resize(A4.0, A4.1)?;
        browser.on_paper(true)?;
        let path = self.file(&format!("dashboard-dispute-paper-{}.png", self.kind.name()));
        browser.screenshot(&path)?;
        println!("  {}", path.display());
        browser.on_paper(false)?;
        self.on_the_desk()?;
        browser.open(ELSEWHERE)?;
        browser.ask(WipeLedger { platform: None }).map(drop)
    }

    /// Begins a task; gives its address and when that was.
    pub fn begin(&self) -> Result<(String, Instant), Trouble> {
        let browser = self.browser;
        self.on_the_desk()?;
        browser.open(QUEUE)?;
        until("the queue in the log", || {
            Ok((browser.ask(ReadLedger {})?.assignments == 3).then_some(()))
        })?;
        browser.find(".work-btn")?.click()?;
        until("the clock", || browser.part_text("tallystick-clock"))?;
        Ok((browser.address()?, Instant::now()))
    }

    /// Comes back to the task after all that was done in between, then finishes it.
    pub fn finish(&self, (task, since): &(String, Instant)) -> Result<(), Trouble> {
        // Shorter gaps are not offered; on a fast machine the pages did not take that long.
        std::thread::sleep(GAP.saturating_sub(since.elapsed()));
        self.takes("work-gap", |it| {
            it.open(task)?;
            // Nobody was at the keyboard all the while, and Firefox says so.
            it.touch()?;
            let found = until("the gap", || {
                let said = it.part_text("tallystick-clock")?;
                Ok(said.filter(|it| it.contains("count it?")).map(drop))
            });
            found.map_err(|why| {
                let said = it.part_text("tallystick-clock");
                Trouble(format!("{why}; the line says: {said:?}"))
            })
        })?;
        let browser = self.browser;
        self.on_the_desk()?;
        browser.find(".the-task [name=code]")?.type_text("C0DE")?;
        browser.find(".the-task button")?.click()?;
        self.takes("work-offer", |it| {
            until("the offer", || {
                let said = it.part_text("tallystick-offer")?;
                Ok(said.filter(|it| it.contains("Review")).map(drop))
            })
        })
    }

    /// A review that the requester answers and a moderator hides; nothing of it stays.
    pub fn community(&self) -> Result<(), Trouble> {
        let (browser, backend) = (self.browser, &self.demo.backend);
        let facts = requesters::read_natively(LIST, &source(LIST).unwrap_or_default());
        let draft = facts.get(1).and_then(prior::draft);
        let Some(mut draft) = draft else {
            return Err(Trouble(format!("{LIST} has no second row")));
        };
        draft.text = "Took twice as long as it said, and the screener was not paid.".to_owned();
        draft.scores = serde_json::from_value(json!({ "fairness": 2, "promptness": 3 }))
            .map_err(|why| Trouble(why.to_string()))?;
        let review = browser.ask(SaveReview { draft })?.review;
        self.synced("the review", |waiting, _| waiting == 0)?;
        let desk = Desk::open(backend, "Demo")?;
        let answer = "The estimate was ours, and it was wrong: we have paid the difference today.";
        let how = "wrote from the address that the platform shows";
        desk.answers(review.id.as_str(), answer, how)?;
        self.synced("the answer", |waiting, _| waiting == 0)?;
        self.takes("card-answer", |it| {
            it.open(LIST)?;
            it.badges_of_all_rows()?;
            let card = it.open_card(1)?;
            card.says(answer)?;
            let seen = "arguments[0].querySelector('.answer').scrollIntoView({ block: 'center' })";
            it.run(seen, &[card.dialog()?.reference()]).map(drop)
        })?;
        desk.does(
            "hide",
            review.id.as_str(),
            "It tells how to pass the screener",
        )?;
        let url = backend.url.clone();
        browser.ask(RemoveBackend { url: url.clone() })?;
        self.joins()?;
        self.synced("the notice", |_, notices| notices == 2)?;
        pictures(self, "popup", "notice", &[""])?;
        pictures(self, "options", "notice", &["reviews"])?;
        self.another_device()?;
        let reviews = Parting::Delete;
        browser.ask(LeaveBackend { url, reviews })
    }

    /// The devices, and what a file of another one would bring.
    fn another_device(&self) -> Result<(), Trouble> {
        let (browser, url) = (self.browser, self.demo.backend.url.clone());
        let ask = PackMove {
            passphrase: OPENS.to_owned(),
            day: "2026-11-28".to_owned(),
        };
        let packed = browser.ask(ask)?;
        self.takes("options-devices", |it| {
            it.open_page("options.html#backends")?;
            it.reload()?;
            until("the devices", || {
                let open = "const it = document.querySelector('details'); if (!it) return false;
                    it.open = true; it.scrollIntoView();
                    return document.querySelectorAll('li li').length === 2";
                Ok((it.run(open, &[])? == true).then_some(()))
            })
        })?;
        let file = self.demo.folder.join("tallystick-move.json");
        std::fs::write(&file, packed.file)
            .map_err(|why| Trouble(format!("{}: {why}", file.display())))?;
        browser.ask(RemoveBackend { url })?;
        self.takes("options-moving-in", |it| {
            it.open_page("options.html#transfer")?;
            it.reload()?;
            let field = |css: &str| until(css, || it.find(css).map(Some));
            field("#move-file")?.type_text(&file.display().to_string())?;
            field("#move-opens")?.type_text(OPENS)?;
            let press = "[...document.querySelectorAll('button')]
                .find((it) => it.textContent === 'Look into it').click()";
            it.run(press, &[])?;
            until("the plan", || {
                let show = "const it = document.querySelector('[aria-label^=\"What the file\"]');
                    it?.scrollIntoView({ block: 'center' }); return it !== null";
                Ok((it.run(show, &[])? == Value::Bool(true)).then_some(()))
            })
        })?;
        self.joins()
    }

    /// The wide window in light, in which everything can be clicked.
    fn on_the_desk(&self) -> Result<(), Trouble> {
        let (_, width, height) = SIZES[0];
        self.browser.resize(width, height)?;
        self.browser.look(LOOKS[0].1)
    }

    fn joins(&self) -> Result<(), Trouble> {
        let url = self.demo.backend.url.clone();
        let (read, write) = (true, true);
        self.browser.ask(AddBackend { url, read, write }).map(drop)
    }

    fn synced(&self, what: &str, fits: impl Fn(u32, usize) -> bool) -> Result<(), Trouble> {
        until(what, || {
            let status = self.browser.ask(SyncNow {})?;
            Ok(fits(status.waiting, status.notices.len()).then_some(()))
        })
    }
}
