//! Passwords that are handed to programs on the command line.

use super::kind::{PASSWORD, SECRET_VALUE};
use super::shape::{Proof, Shape, after};

/// A value of the command line, with or without quotation marks.
macro_rules! value {
    () => {
        r#"(?:"([^"\n]{4,100})"|'([^'\n]{4,100})'|([^\s"'`|;&<>]{4,100}))"#
    };
}

/// The value behind an option of a program, wherever in its line it stands.
macro_rules! option {
    ($programs:literal, $option:literal) => {
        concat!("(?:", $programs, r")\s(?:[^\n|]{0,160}?\s)?(?:", $option, ")", value!())
    };
}

/// The value in an argument of a program that has no name.
macro_rules! argument {
    ($before:literal, $after:literal) => {
        concat!("(?:", $before, ")", value!(), $after)
    };
}

#[rustfmt::skip]
pub const SHAPES: &[Shape] = &[
    after(PASSWORD, &["-u ", "--user ", "-u\"", "-u'", "--user=", "--proxy-user ", "-U "], r#"(?:-[uU]|--(?:proxy-)?user)[\s=]*["']?[A-Za-z0-9_.@\\\-]+:([^\s"'`]{4,})"#, Proof::Password),
    after(PASSWORD, &["-a "], r#"-a\s+["']?[A-Za-z0-9_.@\-]+:([^\s"'`]{4,})"#, Proof::Password).near(&["http"]),
    after(PASSWORD, &["sshpass "], option!("(?i:sshpass)", r"-p\s*"), Proof::Password),
    // Databases.
    after(PASSWORD, &["mysql ", "mysqldump ", "mariadb ", "mysqladmin ", "mariadb-dump ", "mysqlimport ", "mysqlsh "], option!("(?i:mysql|mysqldump|mariadb|mysqladmin|mariadb-dump|mysqlimport|mysqlsh)", "-p"), Proof::Password),
    after(PASSWORD, &["mongo ", "mongosh ", "mongodump ", "mongorestore ", "mongoexport ", "mongoimport "], option!("(?i:mongo(?:sh|dump|restore|export|import)?)", r"-p\s*"), Proof::Password),
    after(PASSWORD, &["sqlcmd ", "osql ", "bcp ", "tsql ", "sqlcmd.exe "], option!(r"(?i:sqlcmd|osql|bcp|tsql)(?:\.exe)?", r"-P\s*"), Proof::Password),
    after(PASSWORD, &["redis-cli "], option!("(?i:redis-cli)", r"(?:-a|--pass)\s+"), Proof::Password),
    after(PASSWORD, &["sqlplus ", "expdp ", "impdp ", "sqlldr ", "rman ", "connect ", "exp ", "imp "], r#"(?i:sqlplus|expdp|impdp|sqlldr|rman|connect|exp|imp)\s(?:[^\n|]{0,60}?[\s=])?["']?[A-Za-z][A-Za-z0-9_$#]{1,29}/([^\s"'`/]{4,60})@[A-Za-z0-9/]"#, Proof::Password),
    after(PASSWORD, &["cqlsh ", "clickhouse-client ", "influx ", "cypher-shell ", "arangosh ", "couchbase-cli ", "nodetool "], option!("(?i:cqlsh|clickhouse-client|influx|cypher-shell|arangosh|couchbase-cli|nodetool)", r"-(?:p|pw|password)\s+"), Proof::Password),
    // Logins.
    after(PASSWORD, &["docker login", "podman login", "helm registry login", "buildah login", "skopeo login", "nerdctl login", "oras login", "crane auth login", "az login", "az acr login", "argocd login", "oc login", "cf login", "ibmcloud login", "rosa login", "bw login", "step ca"], option!("(?i:docker|podman|helm registry|buildah|skopeo|nerdctl|oras|crane auth|az(?: acr)?|argocd|oc|cf|ibmcloud|rosa|bw|step) (?:login|ca)", r"-p\s+"), Proof::Password),
    after(PASSWORD, &["twine ", "hub ", "svn ", "ncftpput ", "ncftpget ", "psexec ", "smbmap ", "crackmapexec ", "netexec ", "nxc ", "evil-winrm ", "onesixtyone ", "rabbitmqadmin ", "xfreerdp ", "wlfreerdp ", "rdesktop ", "winrs ", "curlftpfs "], option!("(?i:twine|hub|svn|ncftp(?:put|get)|psexec|smbmap|crackmapexec|netexec|nxc|evil-winrm|onesixtyone|rabbitmqadmin|xfreerdp|wlfreerdp|rdesktop|winrs|curlftpfs)", r"(?:-p\s+|/p:|-p:)"), Proof::Password),
    after(PASSWORD, &["ldapsearch ", "ldapadd ", "ldapmodify ", "ldappasswd ", "ldapwhoami ", "ldapdelete ", "ldapcompare "], option!("(?i:ldap(?:search|add|modify|passwd|whoami|delete|compare))", r"-[wsa]\s*"), Proof::Password),
    after(PASSWORD, &["ipmitool ", "zip ", "unzip ", "ssh-keygen ", "mosquitto_pub ", "mosquitto_sub "], option!("(?i:ipmitool|zip|unzip|ssh-keygen|mosquitto_[ps]ub)", r"-[PN]\s*"), Proof::Password),
    after(PASSWORD, &["7z ", "7za ", "7zz ", "rar ", "unrar ", "qpdf "], option!("(?i:7z[az]?|rar|unrar|qpdf)", "(?:-h?p|--password=)"), Proof::Password),
    after(PASSWORD, &["add_user ", "change_password "], argument!(r"(?:add_user|change_password)\s+[A-Za-z0-9_.\-]+\s+", ""), Proof::Password),
    after(PASSWORD, &["--plaintext "], argument!(r"--plaintext\s+", ""), Proof::Password),
    after(PASSWORD, &["kinit "], r#"(?i:kinit)\s[^\n]{0,80}<<<\s*["']?([^\s"'`]{4,})"#, Proof::Password),
    after(PASSWORD, &["htpasswd "], concat!(r"(?i:htpasswd)\s+(?:-[A-Za-z0-9]+\s+)*-[A-Za-z]*b[A-Za-z]*\s+(?:-[A-Za-z0-9]+\s+)*(?:[^\s]+\s+){1,2}", value!(), r"(?:\s|$|`|\))"), Proof::Password),
    after(PASSWORD, &["useradd ", "usermod "], option!("(?i:useradd|usermod)", r"(?:-p|--password)[\s=]+"), Proof::Password),
    // Windows.
    after(PASSWORD, &["net use "], concat!(r"(?i)net\s+use\s+(?:[A-Za-z*]:?\s+)?\\\\\S+\s+(?:/user:\S+\s+)?", value!()), Proof::Password),
    after(PASSWORD, &["net user "], concat!(r"(?i)net\s+user\s+\S+\s+", value!()), Proof::Password),
    after(PASSWORD, &["schtasks "], option!("(?i:schtasks)", r"/(?i:rp|p)\s+"), Proof::Password),
    after(PASSWORD, &["/pass:", "/password:", "/pwd:"], argument!("(?i)/(?:pass|password|pwd):", ""), Proof::Password),
    // Files and shares.
    after(PASSWORD, &["smbclient ", "rpcclient ", "winexe ", "wmic ", "net ads ", "net rpc ", "smbget ", "smbcacls "], r#"(?i:smbclient|rpcclient|winexe|wmic|net ads|net rpc|smbget|smbcacls)\s(?:[^\n|]{0,160}?\s)?(?:-U|--user)[\s=]*["']?[A-Za-z0-9_.\\/\-]+%([^\s"'`]{4,})"#, Proof::Password),
    after(PASSWORD, &["lftp ", "rclone "], r#"(?i:lftp|rclone)\s(?:[^\n|]{0,160}?\s)?-u\s*["']?[A-Za-z0-9_.@\-]+,([^\s"'`]{4,})"#, Proof::Password),
    after(PASSWORD, &["rclone obscure "], argument!(r"(?i:rclone obscure)\s+", ""), Proof::Password),
    // Ciphers.
    after(PASSWORD, &["pass:"], argument!("pass:", ""), Proof::Password).near(&["openssl", "-passin", "-passout", "-pass "]),
    after(PASSWORD, &["openssl "], option!("(?i:openssl)", r"-k\s+"), Proof::Password),
    after(SECRET_VALUE, &["openssl "], r"(?i:openssl)\s[^\n]{0,160}?\s-K\s+([0-9A-Fa-f]{32,64})", Proof::Random),
    after(PASSWORD, &["ansible-vault encrypt_string ", "vncpasswd ", "mkpasswd ", "caddy hash-password ", "grub-mkpasswd"], argument!(r"(?i:ansible-vault encrypt_string|vncpasswd|mkpasswd|caddy hash-password)\s+(?:-[^\s]+\s+){0,4}", ""), Proof::Password),
    // What is piped into a program.
    after(PASSWORD, &["echo ", "printf "], r#"(?:echo|printf)\s+(?:-[ne]+\s+)?["']?[A-Za-z0-9_.\-]+:([^\s"'`|]{4,})["']?\s*\|\s*(?:sudo\s+)?(?:chpasswd|[a-z]*passwd)"#, Proof::Password),
    after(PASSWORD, &["echo ", "printf "], concat!(r#"(?:echo|printf)\s+(?:-[ne]+\s+)?(?:["']%s(?:\\n)?["']\s+)?"#, value!(), r"\s*\|\s*(?:sudo\s+(?:\S+\s+)?-S|(?:sudo\s+)?(?:passwd|smbpasswd|docker|podman|helm|kinit|cryptsetup|gpg|gh auth|sudo|openssl|ssh-add|bw|op|vault|realm|adcli|su)\b)"), Proof::Password),
    after(PASSWORD, &["--with-token <<<", "--password-stdin <<<", "-S <<<", "--stdin <<<"], argument!(r"[^<\n]{1,20}<<<\s*", ""), Proof::Password),
    // Packages.
    after(SECRET_VALUE, &["cargo login ", "nuget push ", "poetry config pypi-token", "npm login ", "vault login ", "ngrok authtoken ", "config add-authtoken ", "snyk auth ", "glab auth login ", "doctl auth init ", "codecov "], r#"(?i:cargo login|nuget push|poetry config pypi-token[a-z.\-]*|npm login|vault login|ngrok authtoken|config add-authtoken|snyk auth|glab auth login|doctl auth init|codecov)\s+(?:[^\n]{0,80}?\s)?["']?([A-Za-z0-9_\-.]{20,200})"#, Proof::Random),
    after(PASSWORD, &["http-basic."], r#"http-basic\.\S+\s+\S+\s+["']?([^\s"'`]{4,})"#, Proof::Password),
    after(SECRET_VALUE, &["bundle_", "bundle config "], r#"(?i)(?:bundle_[a-z0-9_]*__[a-z0-9_]+[=:]\s*|bundle config (?:set )?(?:--\w+ )?\S+ )["']?([A-Za-z0-9_.\-]{4,}:[A-Za-z0-9_.\-]{6,})"#, Proof::Password),
    // Machines in a network.
    after(PASSWORD, &["snmpwalk ", "snmpget ", "snmpset ", "snmpbulkwalk ", "snmptrap "], option!("(?i:snmp(?:walk|get|set|bulkwalk|trap))", r"-[cAX]\s*"), Proof::Password),
    after(PASSWORD, &["snmp-server community ", "rocommunity ", "rwcommunity "], argument!(r"(?i:snmp-server community|r[ow]community6?)\s+", ""), Proof::Password),
    after(PASSWORD, &["password 7 ", "key 7 ", "key-string 7 ", "secret 7 "], r"(?i)(?:password|key|key-string|secret)\s+7\s+([0-9A-F]{8,60})", Proof::Shape),
    after(PASSWORD, &["password 0 ", "secret 0 ", "key 0 ", "isakmp key ", "-server key ", "wpa-psk ascii "], argument!(r"(?i)(?:(?:password|secret|key)\s+0|isakmp key|-server key|wpa-psk ascii(?:\s+[0-9])?)\s+", ""), Proof::Password),
    after(PASSWORD, &["username "], argument!(r"(?i)username\s+\S+\s+(?:privilege\s+[0-9]+\s+)?(?:secret|password)\s+", ""), Proof::Strong),
    after(PASSWORD, &["wpa_passphrase "], argument!(r"(?i)wpa_passphrase\s+\S+\s+", ""), Proof::Password),
];
