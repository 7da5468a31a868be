//! The one error of all handlers, and its envelope.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tallystick_wire::api::{ErrorBody, ErrorEnvelope};

use crate::allowance::Denied;
use crate::limit::Limited;
use crate::publish::PublishError;
use crate::publish::body::CompressError;
use crate::refusal::Refusal;
use crate::store::is_passing;
use crate::writer::WriteError;

/// What a client is told. The sentences say the cure; what went wrong inside stays in the log.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Not a request that can be understood.
    #[error("{message}")]
    BadRequest {
        /// A word for programs.
        code: &'static str,
        /// A sentence for people.
        message: String,
    },
    /// No secret, a bad one or an unknown one.
    #[error("{message}")]
    Unauthorized {
        /// A word for programs.
        code: &'static str,
        /// A sentence for people.
        message: &'static str,
    },
    /// Nobody can become a member at present.
    #[error("This community takes no new members at present: ask those who run it")]
    RegistrationClosed,
    /// It may not be done.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No such path.
    #[error("There is nothing at {0}; the interface is described in docs/api.md")]
    NotFound(String),
    /// No bucket of that name, perhaps because names have another length by now.
    #[error("There is no bucket {0:?}: read /v1/buckets again, names may have become longer")]
    NoSuchBucket(String),
    /// No requester of that key with visible reviews.
    #[error("Nobody here has reviewed this requester, or all reviews of it were withdrawn")]
    NoSuchRequester,
    /// No visible review of that id.
    #[error("There is no such review here (any more)")]
    NoSuchReview,
    /// The path is there, the method is not.
    #[error("{method} is not possible at {path}")]
    MethodNotAllowed {
        /// Which method.
        method: String,
        /// Where.
        path: String,
    },
    /// The body did not arrive in time.
    #[error("The request did not arrive in time: send it again")]
    TooSlow,
    /// The body is too large.
    #[error("The body is larger than {0} bytes: send less at once")]
    TooLarge(usize),
    /// The body is no JSON by its content type.
    #[error("Send JSON with the header Content-Type: application/json")]
    NotJson,
    /// The body is JSON of the wrong kind.
    #[error("{0}")]
    Unprocessable(String),
    /// Too often.
    #[error("{}: try again in {retry_after} s", what.message())]
    RateLimited {
        /// What.
        what: Limited,
        /// Seconds.
        retry_after: u32,
    },
    /// The server is too busy or going down.
    #[error("The server is busy or restarting: send it again, nothing is stored twice")]
    Unavailable,
    /// A failure inside, in the log.
    #[error("Something failed inside the server; it has been noted. Send it again later")]
    Internal,
}

impl ApiError {
    /// The true status code.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest { .. } => StatusCode::BAD_REQUEST,
            Self::Unauthorized { .. } => StatusCode::UNAUTHORIZED,
            Self::RegistrationClosed => StatusCode::FORBIDDEN,
            Self::Refused(why) => {
                StatusCode::from_u16(why.status()).unwrap_or(StatusCode::FORBIDDEN)
            }
            Self::NotFound(_)
            | Self::NoSuchBucket(_)
            | Self::NoSuchRequester
            | Self::NoSuchReview => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::BadRequest { code, .. } | Self::Unauthorized { code, .. } => code,
            Self::RegistrationClosed => "registration_closed",
            Self::Refused(why) => why.code(),
            Self::NotFound(_) => "not_found",
            Self::NoSuchBucket(_) => "no_such_bucket",
            Self::NoSuchRequester => "no_such_requester",
            Self::NoSuchReview => "no_such_review",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::TooSlow => "too_slow",
            Self::TooLarge(_) => "too_large",
            Self::NotJson => "not_json",
            Self::Unprocessable(_) => "unprocessable",
            Self::RateLimited { .. } => "rate_limited",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// Headers beside the envelope.
    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::Unauthorized { .. } => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::RateLimited { retry_after, .. } => {
                Some((header::RETRY_AFTER, HeaderValue::from(*retry_after)))
            }
            Self::Unavailable => Some((header::RETRY_AFTER, HeaderValue::from_static("5"))),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = ErrorBody {
            code: self.code().to_owned(),
            message: self.to_string(),
        };
        let mut response = (self.status(), Json(ErrorEnvelope { error: body })).into_response();
        response.headers_mut().extend(self.header());
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The identity behind a request is not (or no more) known here.
pub const UNKNOWN_IDENTITY: ApiError = ApiError::Unauthorized {
    code: "unknown_identity",
    message: "This secret is not known here: register it first (POST /v1/identities)",
};

impl From<WriteError> for ApiError {
    fn from(why: WriteError) -> Self {
        match why {
            WriteError::Failed => Self::Internal,
            WriteError::Closed | WriteError::Unavailable => Self::Unavailable,
            WriteError::NoSuchIdentity => UNKNOWN_IDENTITY,
            WriteError::Refused(why) => Self::Refused(why),
            WriteError::Denied(why) => why.into(),
        }
    }
}

impl From<Denied> for ApiError {
    fn from(Denied { what, retry_after }: Denied) -> Self {
        Self::RateLimited { what, retry_after }
    }
}

impl From<CompressError> for ApiError {
    fn from(why: CompressError) -> Self {
        tracing::error!(error = %why, "compressing failed");
        Self::Internal
    }
}

impl From<PublishError> for ApiError {
    fn from(why: PublishError) -> Self {
        tracing::error!(error = %why, "publishing failed");
        match why {
            PublishError::Database(why) if is_passing(&why) => Self::Unavailable,
            _ => Self::Internal,
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(why: sqlx::Error) -> Self {
        tracing::error!(error = %why, "a look-up failed");
        if is_passing(&why) {
            Self::Unavailable
        } else {
            Self::Internal
        }
    }
}
