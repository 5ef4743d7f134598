//! Credentials that are told by what stands before them: headers, addresses, and files of settings.

use super::kind::{AUTH_HEADER, COOKIE, PASSWORD, PRIVATE_KEY, SECRET_VALUE, URL_PASSWORD, WEBHOOK};
use super::shape::{Proof, Shape, after};

#[rustfmt::skip]
pub const SHAPES: &[Shape] = &[
    after(URL_PASSWORD, &["://"], r#"://[^/\s:@"'<>\\]{0,100}:([^/\s"'<>`]{1,200})@[A-Za-z0-9\[$_]"#, Proof::Password),
    after(URL_PASSWORD, &["@tcp("], r#"[A-Za-z0-9_.\-]+:([^\s"']{1,100}?)@tcp\("#, Proof::Password).around(),
    after(URL_PASSWORD, &["://"], r"://([A-Za-z0-9_\-]{20,200})(?::[A-Za-z\-]{0,20})?@[A-Za-z0-9\[]", Proof::Random),
    after(URL_PASSWORD, &["jdbc:oracle:"], r#"(?i)jdbc:oracle:[a-z]+:[A-Za-z0-9_$#]+/([^\s"'`]{4,100}?)@[A-Za-z0-9/(]"#, Proof::Password),
    after(SECRET_VALUE, &["?key=", "&key=", "?auth=", "&auth=", "?code=", "&code=", "&sig=", "?sig=", "&signature=", "?signature=", "&hmac=", "?k=", "&k=", "?hash=", "&hash=", "?apikey=", "?t=", "?sid=", "&sid=", "?session=", "&session=", "?jwt="], r"[?&][A-Za-z]+=([A-Za-z0-9_\-+/.%]{20,200}={0,2})", Proof::Random),
    after(SECRET_VALUE, &["otpauth://"], r"(?i)otpauth://[^\s?]{1,200}\?(?:[^\s&]{1,80}&(?:amp;)?)*secret=([A-Z2-7]{16,})", Proof::Shape),
    after(WEBHOOK, &["hooks.zapier.com/hooks/"], r"(?i)hooks\.zapier\.com/hooks/(?:catch|standard)/([0-9]{4,}/[A-Za-z0-9]{5,})", Proof::Shape),
    after(WEBHOOK, &["maker.ifttt.com/"], r"(?i)maker\.ifttt\.com/(?:trigger/[^\s/]+/(?:json/)?with/key|use)/([A-Za-z0-9_\-]{16,})", Proof::Shape),
    after(WEBHOOK, &["hook.integromat.com/", ".make.com/", ".celonis.com/"], r"(?i)(?:hook\.integromat|\.make|\.celonis)\.com/([a-z0-9]{24,})", Proof::Random),
    after(WEBHOOK, &["webhook.site/", "hc-ping.com/", "/bot/v2/hook/", "/webhook/send?key="], r"(?i)(?:webhook\.site/|hc-ping\.com/|/bot/v2/hook/|/webhook/send\?key=)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", Proof::Shape),
    after(WEBHOOK, &["pagerduty.com/integration/", "victorops.com/integrations/", "betterstack.com/api/v1/heartbeat/"], r"(?i)(?:pagerduty\.com/integration/|victorops\.com/integrations/[^\s]*?/alert/|betterstack\.com/api/v1/heartbeat/)([A-Za-z0-9_\-]{16,})", Proof::Shape),
    after(WEBHOOK, &["netlify.com/build_hooks/", "integrations/deploy/"], r"(?i)(?:netlify\.com/build_hooks/|integrations/deploy/)([A-Za-z0-9_]{10,}(?:/[A-Za-z0-9]{8,})?)", Proof::Shape),
    after(WEBHOOK, &["/hooks/"], r"(?i)/hooks/([a-z0-9]{26}|[A-Za-z0-9]{17}/[A-Za-z0-9]{40,70})", Proof::Random),
    after(AUTH_HEADER, &["geniekey "], r"(?i)geniekey\s+([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", Proof::Shape),
    after(AUTH_HEADER, &["bearer "], r#"(?i)bearer\s+["'`]?([A-Za-z0-9._~+/=\-]{16,})"#, Proof::Random),
    after(AUTH_HEADER, &["basic "], r"(?i)basic\s+([A-Za-z0-9+/]{10,}={0,2})", Proof::Basic),
    after(AUTH_HEADER, &["authorization"], r#"(?i)authorization\\?["'`\]]{0,2}\s*[:=,]\s*\\?["'`]?(?:[a-z0-9_\-]+\s+)?([A-Za-z0-9._~+/=\-]{16,})"#, Proof::Random),
    after(AUTH_HEADER, &["ssws "], r"(?i)ssws\s+([A-Za-z0-9_\-]{20,})", Proof::Random),
    after(AUTH_HEADER, &["\"auth\"", "\\\"auth\\\""], r#"\\?"auth\\?"\s*:\s*\\?"([A-Za-z0-9+/]{8,}={0,2})"#, Proof::Basic),
    after(COOKIE, &["sessionid=", "session_id=", "sessid=", "jsessionid=", "phpsessid=", "asp.net_sessionid=", "connect.sid=", "_session=", "session=", "sid=", "csrftoken=", "xsrf-token=", "_gitlab_session=", "user_session=", "remember_token="], r#"(?i)[a-z_.\-]+=([^\s;,"'`<>&]{16,})"#, Proof::Random),
    after(PASSWORD, &["login "], r"(?i)login\s+\S+\s+password\s+(\S{4,})", Proof::Password),
    after(PASSWORD, &[":5432:"], r#":5432:[A-Za-z0-9_*\-]+:[A-Za-z0-9_\-]+:([^\s"']{4,})"#, Proof::Password),
    after(COOKIE, &["set-cookie"], r#"(?i)set-cookie["'\]]?\s*[:=,]\s*["'`]?[^\s=;]{1,60}=([^\s;,"'`<>&]{16,})"#, Proof::Random),
    after(SECRET_VALUE, &["\"d\""], r#""d"\s*:\s*"([A-Za-z0-9_\-]{40,})""#, Proof::Random),
    after(PASSWORD, &["login", "credential", "account", "basic_auth", "basicauth"], r#"(?i)(?:login|credential|account|basic_?auth)s?[:\s(]{1,3}(?:is |are )?["'`]?[A-Za-z0-9_.@\-]{2,40}["'`]?\s*[/:]\s*["'`]?([^\s"'`,;()<>]{8,80})"#, Proof::Strong),
    // Keys that have only length, near a word that says what they are.
    after(SECRET_VALUE, &["key=", "key =", "key:", "key :", "key\":", "key\" :", "key\" =", "key' =", "key':"], r#"(?i)key["']?\s*(?:[:=]{1,2}|=>)\s*(?:b?["'`](?:0x|\\x)?([0-9a-f]{64}|[0-9a-f]{48}|[0-9a-f]{32})["'`])"#, Proof::Random).near(&["aes", "hmac", "cipher", "crypt", "secret", "fernet", "chacha", "poly1305", "sign("]),
    after(SECRET_VALUE, &["encrypt(", "decrypt(", "createcipheriv(", "createdecipheriv(", "createhmac(", "hmac.new(", "aes.new(", "secretkeyspec("], r#"(?i)[a-z.]+\([^)\n]{0,80}?["'`](?:0x)?([0-9a-f]{64}|[0-9a-f]{48}|[0-9a-f]{32})["'`]"#, Proof::Random),
    after(PRIVATE_KEY, &["0x"], r"0x[0-9a-f]{64}", Proof::Random).near(&["private", "wallet", "mnemonic", "privkey", "signer", "deployer"]),
    after(PRIVATE_KEY, &["5H", "5J", "5K", "Kw", "Kx", "Ky", "Kz", "L1", "L2", "L3", "L4", "L5"], r"(?:5[HJK][1-9A-HJ-NP-Za-km-z]{49}|[KL][1-9A-HJ-NP-Za-km-z]{51})", Proof::Random).near(&["private", "wallet", "bitcoin", "btc", "wif"]),
    after(SECRET_VALUE, &["\"k\""], r#""k"\s*:\s*"([A-Za-z0-9_\-]{20,})""#, Proof::Random).near(&["\"oct\""]),
    after(SECRET_VALUE, &["mnemonic", "seed phrase", "seed_phrase", "seedphrase", "recovery phrase"], r#"(?i)(?:mnemonic|seed[ _]?phrase|recovery phrase)[^a-z\n]{0,4}(?:(?:is|was)\s)?\s*[:=]?\s*["'`]?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})\b"#, Proof::Shape),
    after(PRIVATE_KEY, &["nsec1"], r"nsec1[02-9ac-hj-np-z]{58}", Proof::Shape),
    after(PRIVATE_KEY, &["xprv"], r"xprv[1-9A-HJ-NP-Za-km-z]{100,112}", Proof::Shape),
    after(PRIVATE_KEY, &["LS0tLS1CRUdJTiBSU0EgUFJJVkFURSB", "LS0tLS1CRUdJTiBQUklWQVRFIEtFW", "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFW", "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUg", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFURS"], r"LS0tLS1CRUdJTi[A-Za-z0-9+/=]{60,}", Proof::Shape),
];
