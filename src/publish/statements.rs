//! Passwords in statements and calls, told by their place among the arguments.

use super::kind::{PASSWORD, SECRET_VALUE};
use super::shape::{Proof, Shape, after};

#[rustfmt::skip]
pub const SHAPES: &[Shape] = &[
    after(PASSWORD, &["identified by", "identified with"], r#"(?i)identified\s+(?:with\s+\S+\s+)?by\s+(?:password\s+)?["']([^"'\n]{4,})["']"#, Proof::Password),
    after(PASSWORD, &["identified by"], r"(?i)identified\s+by\s+([A-Za-z][A-Za-z0-9_$#!]{5,30})", Proof::Password),
    after(PASSWORD, &["password '", "password \"", "password n'"], r#"(?i)password\s+n?["']([^"'\n\s]{6,})["']"#, Proof::Password),
    after(SECRET_VALUE, &["define('", "define( '", "define(\"", "define( \""], r#"(?i)define\(\s*["'](?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT)["']\s*,\s*["']([^"'\n]{40,})["']"#, Proof::Drawn),
    after(PASSWORD, &["mysqli_connect(", "mysqli(", "mysql_connect(", "pymysql.connect(", "mysqldb.connect(", "pg.connect("], r#"(?i)[a-z_.]+\(\s*["'][^"'\n]*["']\s*,\s*["'][^"'\n]*["']\s*,\s*["']([^"'\n]{4,})["']"#, Proof::Password),
    after(PASSWORD, &["pdo(", "getconnection("], r#"(?i)[a-z]+\([^,\n]{1,200},\s*["'][^"'\n]*["']\s*,\s*["']([^"'\n]{4,})["']"#, Proof::Password),
    after(PASSWORD, &["cx_oracle.connect(", "oracledb.connect(", "httpbasicauth(", "basicauth(", "setbasicauth(", "x509certificate2(", "basic_auth(", "basicauthentication(", "networkcredential(", "usernamepasswordcredentials(", "passwordauthentication(", "credentials.basic(", "auth.plain(", "plainauth(", "login(", ".authenticate(", "auth=(", "auth = (", "auth(", "simple_bind_s(", "bind_s(", ".bind(", "signinwithemailandpassword(", "createuserwithemailandpassword("], r#"(?i)[a-z0-9_.]+(?: ?= ?)?\(\s*(?:(?:""|[a-z_.]{1,30})\s*,\s*)?["'][^"'\n]*["']\s*,\s*(?:some\(\s*)?["']([^"'\n]{4,})["']"#, Proof::Password),
    after(SECRET_VALUE, &["jwt.sign(", "jwt.verify(", "jwt.encode(", "jwt.decode(", "fernet("], r#"(?i)[a-z.]+\((?:[^"'\n)]{1,80},\s*|b)?["']([^"'\n]{8,})["']"#, Proof::Password),
    after(PASSWORD, &["bcrypt.hash", "hashpw(", "password_hash(", "make_password(", "crypt("], r#"(?i)[a-z_.]+\(\s*b?["']([^"'\n]{6,})["']"#, Proof::Password),
    after(PASSWORD, &["convertto-securestring "], r#"(?i)convertto-securestring\s+(?:-string\s+|-asplaintext\s+)*["']([^"'\n]{4,})["']"#, Proof::Password),
    after(PASSWORD, &["send \"", "send -- \"", "send '", "expect_send \""], r#"(?i)send\s+(?:-- )?["']([^"'\n\\]{4,})(?:\\[rn])?["']"#, Proof::Password).near(&["assword", "passwd", "passphrase"]),
    after(PASSWORD, &["create user", "alter user", "create login", "alter login", "create role", "alter role"], r#"(?i)(?:create|alter) (?:user|login|role)\b[^;\n]{0,120}?password\s*=?\s*n?["']([^"'\n]{4,})["']"#, Proof::Password),
];
