//! Older tools pointed here find what they expect.

use reqwest::get;
use serde_json::{Value, json};

use crate::{Ground, Worker, review};

async fn asked(base: &str, path: &str) -> (u16, Value) {
    let response = get(format!("{base}{path}")).await.unwrap();
    let status = response.status().as_u16();
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    (status, response.json().await.unwrap())
}

pub async fn the_first_turkopticons_question_is_answered_in_its_shape(ground: &Ground) {
    let server = ground.server().await;
    for fairness in [4, 5] {
        let worker = Worker::registered(&server.base).await;
        let mut it = review("A1", fairness);
        it["requester_name"] = json!("</script>\"Acme");
        it["issues"] = json!(["tos_violation"]);
        worker.put(&it).await;
    }
    let (status, said) = asked(&server.base, "/api/multi-attrs.php?ids=A1,%3Cb%3E,A1").await;
    let expected = json!({
        "A1": {
            "name": "</script>\"Acme",
            "attrs": {"comm": "0.00", "pay": "0.00", "fair": "4.50", "fast": "0.00"},
            "reviews": "2", "tos_flags": "2",
        },
        "<b>": "",
    });
    assert_eq!((status, said), (200, expected));
    assert_eq!(
        asked(&server.base, "/api/multi-attrs.php").await,
        (200, json!({}))
    );
    let many = ["A"; 3].join("x,A");
    assert_eq!(
        asked(&server.base, &format!("/api/multi-attrs.php?ids={many}"))
            .await
            .0,
        200
    );
}

pub async fn the_second_turkopticons_question_is_answered_in_its_shape(ground: &Ground) {
    let server = ground.server().await;
    let worker = Worker::registered(&server.base).await;
    let mut it = review("A1", 4);
    it["rejections"] = json!("some");
    it["days_to_pay"] = json!(2);
    worker.put(&it).await;
    let path = "/requesters?rids=A1,A2&fields%5Brequesters%5D=rname,aggregates";
    let (status, said) = asked(&server.base, path).await;
    let span = json!({
        "reward": [0, 0, 0], "pending": 172_800.0, "comm": [0, 0, 1], "recommend": [0, 0, 1],
        "rejected": [1, 1, 1], "tos": [0, 1], "broken": [0, 1],
    });
    let attributes = json!({"rname": "Acme", "aggregates": {"all": span, "recent": span}});
    let expected = json!({"data": [{"type": "requesters", "id": "A1", "attributes": attributes}]});
    assert_eq!((status, said), (200, expected));
    assert_eq!(
        asked(&server.base, "/requesters?rids=A2").await,
        (200, json!({"data": []}))
    );
    for bad in ["", "?rids=", "?rids=,,", "?rids=A1&platform=%00"] {
        let (status, said) = asked(&server.base, &format!("/requesters{bad}")).await;
        assert_eq!(
            (status, &said["errors"][0]["status"]),
            (400, &json!("400")),
            "{bad}"
        );
    }
}
