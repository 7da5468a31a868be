//! `GET /openapi.json`: the interface for programs. The schemas are derived from the types that
//! are sent; a test compares the paths with the routes, and schemathesis the answers with both.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use tallystick_wire::Aggregate;
use tallystick_wire::api::{
    About, BucketIndex, Challenge, ErrorEnvelope, FlagRequest, IdentityCreated, Me, NewToken,
    PublicReview, RegisterRequest, SyncAnswer, SyncItem, SyncRequest, TokenName, Tokens,
};

use super::App;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/openapi.json", get(openapi))
}

async fn openapi(State(app): State<Arc<App>>) -> Json<Value> {
    Json(document(&app.config.path_prefix))
}

/// The document of a server whose paths begin with `prefix`.
pub fn document(prefix: &str) -> Value {
    let settings = SchemaSettings::draft2020_12();
    let mut types = settings
        .with(|it| it.definitions_path = "/components/schemas".into())
        .into_generator();
    let paths = paths(&mut types);
    // Lines of these: no answer as a whole.
    reference::<Aggregate>(&mut types);
    reference::<PublicReview>(&mut types);
    let url = if prefix.is_empty() { "/" } else { prefix };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tallystick", "version": env!("CARGO_PKG_VERSION"),
            "description": "A community's reviews of requesters; docs/api.md says what types cannot.",
            "license": {"name": "AGPL-3.0-only", "identifier": "AGPL-3.0-only"},
        },
        "servers": [{"url": url}],
        "paths": paths,
        "components": {
            "schemas": types.take_definitions(true),
            "securitySchemes": {"secret": {"type": "http", "scheme": "bearer"}},
        },
    })
}

fn paths(types: &mut SchemaGenerator) -> Value {
    let about = json::<About>(types);
    let index = json::<BucketIndex>(types);
    let identity = json::<IdentityCreated>(types);
    let synced = json::<SyncAnswer>(types);
    let outbox = json::<SyncRequest<SyncItem>>(types);
    let error = json::<ErrorEnvelope>(types);
    let get = |summary: &str, content: &Value| operation(summary, &[("200", content)], &error);
    let bucket = |summary: &str| {
        let mut operation = get(summary, &lines());
        add(
            &mut operation,
            "parameters",
            json!([{
                "name": "name", "in": "path", "required": true,
                "description": "A name from the index.",
                "schema": {"type": "string", "examples": ["all"]},
            }]),
        );
        operation
    };
    let mut sync = secret(operation("Send an outbox", &[("200", &synced)], &error));
    add(
        &mut sync,
        "requestBody",
        json!({"required": true, "content": outbox}),
    );
    let both = [("200", &identity), ("201", &identity)];
    let mut register = secret(operation("Become a member", &both, &error));
    let admission = json::<RegisterRequest>(types);
    add(&mut register, "requestBody", json!({"content": admission}));
    let nothing = Value::Null;
    let done = |summary: &str| secret(operation(summary, &[("204", &nothing)], &error));
    let mut forget = done("Delete an identity, and its reviews or the name under them");
    add(
        &mut forget,
        "parameters",
        json!([{
            "name": "reviews", "in": "query",
            "schema": {"type": "string", "enum": ["delete", "leave"], "default": "delete"},
        }]),
    );
    let challenge = get(
        "What registering costs at present",
        &json::<Challenge>(types),
    );
    let tokens = tokens(types, &error);
    let me = json::<Me>(types);
    let flagging = json::<FlagRequest>(types);
    let me = secret(get("One's own standing and notices", &me));
    let mut flag = done("Ask a moderator to look");
    add(
        &mut flag,
        "requestBody",
        json!({"required": true, "content": flagging}),
    );
    json!({
        "/v1/about": {"get": get("What the server is", &about)},
        "/v1/buckets": {"get": get("The list of buckets", &index)},
        "/v1/buckets/{name}": {"get": bucket("Lines of Aggregate")},
        "/v1/texts/{name}": {"get": bucket("Lines of PublicReview, the newest of each requester")},
        "/v1/dump": {"get": get("Everything public, a line each", &lines())},
        "/v1/challenge": {"get": challenge},
        "/v1/identities": {"post": register},
        "/v1/identities/me": {"get": me, "delete": forget},
        "/v1/identities/me/tokens": tokens.0,
        "/v1/identities/me/tokens/{id}": tokens.1,
        "/v1/flags": {"post": flag},
        "/v1/sync": {"post": sync},
        "/healthz": {"get": get("Whether the database answers", &text("text/plain"))},
        "/metrics": {"get": get("Figures for Prometheus", &text("application/openmetrics-text"))},
        "/openapi.json": {"get": get("This document", &json!({"application/json": {}}))},
    })
}

/// The tokens of an identity: all, and one.
fn tokens(types: &mut SchemaGenerator, error: &Value) -> (Value, Value) {
    let done = |summary: &str| operation(summary, &[("204", &Value::Null)], error);
    let all = json::<Tokens>(types);
    let list = operation("The tokens of this identity", &[("200", &all)], error);
    let mut new = secret(done("Let another device speak for this identity"));
    let body = json!({"required": true, "content": json::<NewToken>(types)});
    add(&mut new, "requestBody", body);
    let mut name = secret(done("Name a token"));
    let body = json!({"required": true, "content": json::<TokenName>(types)});
    add(&mut name, "requestBody", body);
    let mut revoke = secret(done("Revoke a token"));
    for one in [&mut name, &mut revoke] {
        let id = json!([{
            "name": "id", "in": "path", "required": true, "description": "From the list.",
            "schema": {"type": "string"},
        }]);
        add(one, "parameters", id);
    }
    let all = json!({"get": secret(list), "post": new});
    (all, json!({"post": name, "delete": revoke}))
}

fn operation(summary: &str, answers: &[(&str, &Value)], error: &Value) -> Value {
    let mut responses = Map::new();
    for (status, content) in answers {
        let mut response = json!({"description": summary});
        if !content.is_null() {
            add(&mut response, "content", (*content).clone());
        }
        responses.insert((*status).to_owned(), response);
    }
    for (status, description) in [
        ("4XX", "Refused; the message says the cure"),
        ("503", "Busy or restarting: send it again"),
    ] {
        let response = json!({"description": description, "content": error});
        responses.insert(status.to_owned(), response);
    }
    json!({"summary": summary, "responses": responses})
}

fn secret(mut operation: Value) -> Value {
    add(&mut operation, "security", json!([{"secret": []}]));
    operation
}

fn add(to: &mut Value, key: &str, value: Value) {
    if let Some(object) = to.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn json<T: JsonSchema>(types: &mut SchemaGenerator) -> Value {
    json!({"application/json": {"schema": reference::<T>(types)}})
}

fn lines() -> Value {
    text("application/x-ndjson")
}

fn text(kind: &str) -> Value {
    json!({kind: {"schema": {"type": "string"}}})
}

fn reference<T: JsonSchema>(types: &mut SchemaGenerator) -> Value {
    types.subschema_for::<T>().to_value()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn routes(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                routes(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let calls = text.split(".route(").skip(1);
            let paths = calls.filter_map(|it| it.trim_start().strip_prefix('"')?.split('"').next());
            found.extend(paths.map(str::to_owned));
        }
    }

    #[test]
    fn every_route_for_programs_is_in_the_document() {
        let mut found = Vec::new();
        routes(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http"),
            &mut found,
        );
        assert!(10 < found.len());
        let document = document("");
        let known = document["paths"].as_object().unwrap();
        for route in found.iter().filter(|it| it.starts_with("/v1/")) {
            assert!(
                known.contains_key(route),
                "say in http/openapi.rs what {route} does"
            );
        }
        for path in known.keys() {
            assert!(found.contains(path), "there is no route {path}");
        }
    }

    #[test]
    fn all_references_lead_somewhere() {
        let document = document("/x");
        let text = document.to_string();
        let references = text.split("\"$ref\":\"#").skip(1);
        let mut count = 0;
        for reference in references.filter_map(|it| it.split('"').next()) {
            assert!(document.pointer(reference).is_some(), "{reference}");
            count += 1;
        }
        assert!(10 < count);
        assert_eq!(document["servers"][0]["url"], "/x");
    }
}
