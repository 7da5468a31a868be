//! The demo without a display: the rows as a table, screenshots of lists and of an open card.

use tallystick_browser_tests::{Browser, Kind, Look, Trouble, until};
use tallystick_market::LISTS;

use crate::met::Album;
use crate::{Demo, own, table};

/// A desk and a telephone, in CSS pixels.
pub const SIZES: [(&str, u32, u32); 2] = [("wide", 1280, 1000), ("narrow", 390, 844)];
pub const LOOKS: [(&str, Look); 2] = [("light", Look::Light), ("dark", Look::Dark)];
const ROWS: usize = 12;

/// Looks at every platform's list in one browser.
pub fn around(demo: &Demo, kind: Kind) -> Result<(), Trouble> {
    let browser = demo.browser(kind, true)?;
    let folder = demo.folder.join("screenshots");
    for (_, list) in LISTS {
        let url = format!("{list}?rows={ROWS}");
        browser.open(&url)?;
        if kind == Kind::Chromium {
            table::print(&browser, &url)?;
        }
    }
    println!("\nscreenshots of {}:", kind.name());
    for (platform, list) in LISTS {
        for (size, width, height) in SIZES {
            browser.resize(width, height)?;
            for (look, colours) in LOOKS {
                browser.look(colours)?;
                let name = |what| {
                    folder.join(format!(
                        "{platform}-{what}-{}-{look}-{size}.png",
                        kind.name()
                    ))
                };
                browser.open(&format!("{list}?rows={ROWS}"))?;
                browser.badges_of_all_rows()?;
                browser.screenshot(&name("list"))?;
                open_card(&browser)?;
                browser.screenshot(&name("card"))?;
                println!("  {}\n  {}", name("list").display(), name("card").display());
            }
        }
    }
    let album = Album {
        demo,
        browser: &browser,
        kind,
    };
    own::empty(&album)?;
    album.first_day()?;
    // Away from it until the pages were looked at: that is the gap.
    let task = album.begin()?;
    own::pages(&album)?;
    album.finish(&task)?;
    album.community()
}

/// Opens the card of the second row, with what others wrote if somebody did.
fn open_card(browser: &Browser) -> Result<(), Trouble> {
    let card = browser.open_card(1)?;
    until("the card's text", || {
        Ok((!card.text()?.is_empty()).then_some(()))
    })
}
