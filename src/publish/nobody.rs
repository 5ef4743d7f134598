//! Names of users that are nobody's.

/// Names that are nobody's: those of manuals, of service accounts, and of machines that build.
#[rustfmt::skip]
const NOBODY: [&str; 295] = [
    "user", "users", "username", "user_name", "user-name", "you", "your", "yourname", "your-name", "your_name", "me", "name",
    "foo", "bar", "baz", "example", "runner", "runneradmin", "root", "ubuntu", "debian", "fedora", "ec2-user", "vscode", "node",
    "circleci", "travis", "app", "git", "vagrant", "docker", "admin", "administrator", "test", "tester", "testuser", "public",
    "shared", "default", "linuxbrew", "alice", "bob", "carol", "someone", "somebody", "dev", "developer", "jenkins", "build",
    "builder", "pi", "guest", "anonymous", "nobody", "home", "xxx", "coder", "codespace", "gitpod", "containeruser",
    "containeradministrator", "all", "worker", "jovyan", "sandbox", "claude", "codex", "container", "nonroot", "agent",
    "library", "postgres", "mysql", "mariadb", "redis", "mongodb", "mongo", "www-data", "nginx", "apache", "httpd", "http",
    "deploy", "deployer", "deployment", "ci", "cd", "bot", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news",
    "uucp", "proxy", "backup", "list", "irc", "gnats", "systemd", "systemd-network", "systemd-resolve", "systemd-timesync",
    "messagebus", "syslog", "sshd", "uuidd", "tcpdump", "dnsmasq", "landscape", "pollinate", "rabbitmq", "elasticsearch",
    "kibana", "logstash", "grafana", "prometheus", "influxdb", "zookeeper", "kafka", "hadoop", "hdfs", "spark", "airflow",
    "celery", "gunicorn", "uwsgi", "tomcat", "jetty", "wildfly", "jboss", "solr", "oracle", "db2", "mssql", "sa", "dba", "db",
    "web", "api", "service", "svc", "system", "localhost", "local", "host", "server", "hostname", "buildkite",
    "buildkite-agent", "gitlab", "gitlab-runner", "github", "actions", "semaphore", "drone", "teamcity", "bamboo", "azureuser",
    "azure", "gcp", "aws", "ec2", "centos", "rocky", "almalinux", "alpine", "arch", "archlinux", "core", "rancher", "k8s",
    "kube", "kubernetes", "vault", "consul", "nomad", "minio", "caddy", "traefik", "haproxy", "memcache", "memcached", "odoo",
    "wordpress", "drupal", "rails", "ruby", "python", "java", "golang", "rust", "php", "perl", "appuser", "appadmin",
    "application", "webuser", "dbuser", "demo", "staging", "production", "prod", "student", "operator", "support", "super",
    "superuser", "sudo", "wheel", "staff", "group", "owner", "other", "nogroup", "self", "whoami", "unknown", "undefined",
    "null", "none", "true", "false", "string", "value", "current_user", "currentuser", "current-user", "tmp", "data", "var",
    "opt", "alice1", "dave", "eve", "mallory", "trent", "johndoe", "john", "jane", "janedoe", "jdoe", "john.doe", "jane.doe",
    "joe", "foobar", "quux", "qux", "hal", "i", "lima", "colima", "podman", "crc", "core-user", "openclaw", "opencode",
    "gemini", "copilot", "cursor", "vscodeuser", "theia", "kasm", "kasm-user", "abc", "mambauser", "rstudio", "condauser",
    "zulip", "bun", "deno", "pn", "ec2user", "steam", "pwuser", "playwright", "chrome", "chromium", "seluser", "cypress",
    "nodejs", "nodeuser", "him", "her", "them", "myself", "node_modules", "dist", "src", "www", "site",
];

/// Whether a name may be that of a person.
pub fn is_somebody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_usual = |name: &str| NOBODY.contains(&name);
    name.chars().count() > 1
        && name.starts_with(char::is_alphanumeric)
        && name.chars().any(char::is_alphabetic)
        && !is_usual(&lower)
        && !is_usual(lower.trim_end_matches(|sign: char| sign.is_ascii_digit()))
        && !["example", "your", "xxx", "placeholder"].iter().any(|word| lower.contains(word))
}
