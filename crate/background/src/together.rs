//! Several futures at once on the one thread that there is.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// Waits for all; the results stand in the order of the futures.
pub async fn all<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut results: Vec<Option<F::Output>> = running.iter().map(|_| None).collect();
    poll_fn(move |context| {
        for (future, result) in running.iter_mut().zip(&mut results) {
            if result.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *result = Some(value);
            }
        }
        if results.iter().all(Option::is_some) {
            Poll::Ready(results.drain(..).flatten().collect())
        } else {
            Poll::Pending
        }
    })
    .await
}

/// Waits for two of different kinds.
pub async fn both<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let mut results = (None, None);
    poll_fn(move |context| {
        if results.0.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            results.0 = Some(value);
        }
        if results.1.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            results.1 = Some(value);
        }
        match (results.0.take(), results.1.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            unfinished => {
                results = unfinished;
                Poll::Pending
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

    use super::*;

    /// Ready at the poll after the `n`th.
    async fn after(n: u32) -> u32 {
        let mut left = n;
        poll_fn(move |_| {
            if left == 0 {
                return Poll::Ready(());
            }
            left -= 1;
            Poll::Pending
        })
        .await;
        n
    }

    #[test]
    fn results_stand_in_the_order_of_the_futures() {
        let mut both = std::pin::pin!(all([after(2), after(0), after(1)]));
        let mut context = Context::from_waker(Waker::noop());
        assert!(both.as_mut().poll(&mut context).is_pending());
        assert!(both.as_mut().poll(&mut context).is_pending());
        assert_eq!(both.as_mut().poll(&mut context), Poll::Ready(vec![2, 0, 1]));
    }

    #[test]
    fn two_of_different_kinds_go_on_at_once() {
        let other = async { after(1).await.to_string() };
        let mut two = std::pin::pin!(both(after(2), other));
        let mut context = Context::from_waker(Waker::noop());
        assert!(two.as_mut().poll(&mut context).is_pending());
        assert!(two.as_mut().poll(&mut context).is_pending());
        let ready = Poll::Ready((2, "1".to_owned()));
        assert_eq!(two.as_mut().poll(&mut context), ready);
    }

    #[test]
    fn nothing_is_ready_at_once() {
        let mut none = std::pin::pin!(all(Vec::<std::future::Ready<()>>::new()));
        let mut context = Context::from_waker(Waker::noop());
        assert!(none.as_mut().poll(&mut context).is_ready());
    }
}
