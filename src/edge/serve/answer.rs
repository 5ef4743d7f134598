//! From a request to what is sent. Whatever is served is in the plan of the site or in the program: nothing comes from the
//! disk by its name.

use super::connection::Whole;
use super::host::is_loopback;
use super::requested::{Requested, requested};
use super::state::Site;
use crate::model::visible_lines;
use crate::site::preview::Found;
use crate::text::Html;
use hyper::header::{ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue, LOCATION};
use hyper::{Method, Request, Response, StatusCode};

/// The folder of the server's own files, below the site's root. A file of a team that stands there is not shown.
const OWN: &str = "~serve/";

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

/// The answer to a request.
pub fn to<B>(request: &Request<B>, site: &Site) -> Response<Whole> {
    let Some(host) = own_host(request) else {
        return words(StatusCode::MISDIRECTED_REQUEST, "This server answers to localhost, 127.0.0.1 and [::1] only.\n");
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are allowed.\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match requested(request.uri().path(), &site.mount) {
        Requested::Below(path) => match path.strip_prefix(OWN).and_then(|name| own_file(name, site)) {
            Some(response) => response,
            None => file(&path, request.uri(), &host, site),
        },
        Requested::Root => redirect(&site.mount, request.uri().query()),
        Requested::Elsewhere => not_found(&host, site),
        Requested::Malformed => words(StatusCode::BAD_REQUEST, "This is not an address of the site.\n"),
    }
}

/// The host that is asked, if it is this one. A request that names two means the worse of them.
fn own_host<B>(request: &Request<B>) -> Option<String> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    let in_address = request.uri().authority().is_none_or(|authority| is_loopback(authority.as_str()));
    (hosts.next().is_none() && in_address && is_loopback(host)).then(|| host.to_owned())
}

fn file(path: &str, uri: &hyper::Uri, host: &str, site: &Site) -> Response<Whole> {
    let (version, found) = site.file(path);
    match found {
        Found::Page(html) => page(StatusCode::OK, html, &version, site),
        Found::File(bytes) => with_type(StatusCode::OK, content_type(path), bytes),
        Found::Folder => redirect(&format!("{}/", uri.path()), uri.query()),
        Found::Nothing => not_found(host, site),
        Found::Failed(reason) => failed(&reason, &version, site),
        Found::Ended => words(StatusCode::SERVICE_UNAVAILABLE, "The site is being made again.\n"),
    }
}

/// The site's own page for unknown addresses.
fn not_found(host: &str, site: &Site) -> Response<Whole> {
    match site.not_found(host) {
        (version, Found::Page(html)) => page(StatusCode::NOT_FOUND, html, &version, site),
        _ => words(StatusCode::NOT_FOUND, "The site has no page at this address.\n"),
    }
}

/// A page that is loaded again when what it was made from is right again.
fn failed(reason: &str, version: &str, site: &Site) -> Response<Whole> {
    let html = format!(
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<title>This page cannot be made</title>\n</head>\n\
         <body>\n<h1>This page cannot be made</h1>\n<pre>{}</pre>\n</body>\n</html>\n",
        Html::text(&visible_lines(reason)).as_str()
    );
    let mut response = page(StatusCode::INTERNAL_SERVER_ERROR, html.into_bytes(), version, site);
    let policy = HeaderValue::from_static("default-src 'none'; script-src 'self'; style-src 'self'");
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

/// A page with the script that loads it again, which is no part of what a build writes. `version` is of the site that it
/// belongs to.
fn page(status: StatusCode, mut html: Vec<u8>, version: &str, site: &Site) -> Response<Whole> {
    const END_OF_HEAD: &[u8] = b"</head>";
    let script = format!("<script src=\"{}{OWN}reload.js\" data-version=\"{version}\" defer></script>", site.mount);
    let at = html.windows(END_OF_HEAD.len()).position(|part| part == END_OF_HEAD).unwrap_or(html.len());
    html.splice(at..at, script.into_bytes());
    with_type(status, HTML, html)
}

/// A file of the server's.
fn own_file(name: &str, site: &Site) -> Option<Response<Whole>> {
    let (kind, bytes) = match name {
        "reload.js" => (SCRIPT, include_bytes!("client/reload.js").to_vec()),
        "ask.js" => (SCRIPT, include_bytes!("client/ask.js").to_vec()),
        "overlay.css" => (STYLE, include_bytes!("client/overlay.css").to_vec()),
        "state.json" => (JSON, site.state().into_bytes()),
        _ => return None,
    };
    let mut response = with_type(StatusCode::OK, kind, bytes);
    if name == "ask.js" {
        // A worker has the policy that it comes with, so that the pages can keep theirs, which allows no requests.
        let policy = HeaderValue::from_static("default-src 'none'; connect-src 'self'");
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    Some(response)
}

fn redirect(to: &str, query: Option<&str>) -> Response<Whole> {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    // Two slashes at the start would name another host.
    let to = format!("/{}{query}", to.trim_start_matches('/'));
    match HeaderValue::try_from(to) {
        Ok(to) => {
            let mut response = words(StatusCode::TEMPORARY_REDIRECT, "The page is at another address.\n");
            response.headers_mut().insert(LOCATION, to);
            response
        }
        Err(_) => words(StatusCode::BAD_REQUEST, "This is not an address of the site.\n"),
    }
}

fn words(status: StatusCode, words: &'static str) -> Response<Whole> {
    with_type(status, TEXT, words.into())
}

fn with_type(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Whole> {
    let mut response = Response::new(Whole::new(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    // The data and the index of the search are scripts: pages of other sites are not to load them.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// By the ending of a file, as static hosts tell it.
fn content_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => HTML,
        "css" => STYLE,
        "js" | "mjs" => SCRIPT,
        "json" | "map" => JSON,
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" | "patch" | "diff" => TEXT,
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
