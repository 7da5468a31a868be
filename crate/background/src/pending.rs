//! Answers that are still owed, so that a panic cannot leave a page waiting.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise};
use tallystick_browser::{console, message};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

thread_local! {
    static OWED: RefCell<Vec<(u32, Function)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// A promise of the text that `work` ends with.
pub fn promise(work: impl Future<Output = String> + 'static) -> Promise {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let promise = Promise::new(&mut |resolve, _| {
        OWED.with_borrow_mut(|owed| owed.push((number, resolve)));
    });
    spawn_local(async move {
        let answer = work.await;
        if let Some(resolve) = OWED.with_borrow_mut(|owed| taken(owed, number)) {
            resolved(&resolve, &answer);
        }
    });
    promise
}

/// From now on a panic is one line on the console, and an answer to everyone who waits.
pub fn hook_panics() {
    std::panic::set_hook(Box::new(|panic| {
        console::error(&format!("Tallystick's background failed: {panic}"));
        let answer = message::refusal("Tallystick failed at this: please report it and try again");
        OWED.with(|owed| {
            // Borrowed only if the panic happened in this very file.
            if let Ok(mut owed) = owed.try_borrow_mut() {
                for (_, resolve) in std::mem::take(&mut *owed) {
                    resolved(&resolve, &answer);
                }
            }
        });
    }));
}

fn taken(owed: &mut Vec<(u32, Function)>, number: u32) -> Option<Function> {
    let at = owed.iter().position(|it| it.0 == number)?;
    Some(owed.swap_remove(at).1)
}

fn resolved(resolve: &Function, answer: &str) {
    // A promise's resolver does not throw.
    let _ = resolve.call1(&JsValue::UNDEFINED, &answer.into());
}
