//! Code of the made-up archive, in several languages.

/// A block is a frame with as many statements as fit.
pub(super) struct Language {
    pub name: &'static str,
    pub extension: &'static str,
    pub folder: &'static str,
    pub camel: bool,
    pub frames: &'static [(&'static str, &'static str)],
    pub statements: &'static [&'static str],
}

pub(super) const LANGUAGES: [Language; 9] = [GO, RUST, PYTHON, TYPESCRIPT, JAVA, C, YAML, SHELL, SQL];

#[rustfmt::skip]
pub(super) const GO: Language = Language {
    name: "go",
    extension: "go",
    folder: "internal",
    camel: true,
    frames: &[
        ("// ~M0 runs until the ~s1.\nfunc (s *~T1) ~M0(ctx context.Context, ~W2 string) error {\n", "\treturn nil\n}\n"),
        ("func ~F0(ctx context.Context, s *~T1, ~W2 []byte) error {\n\tconst limit = ~n3\n", "\treturn s.~F4(ctx, limit)\n}\n"),
    ],
    statements: &[
        "\t~W5, err := s.~v1.~M6(ctx, ~W2)\n\tif err != nil {\n\t\treturn fmt.Errorf(\"~s5: %w\", err)\n\t}\n\ts.~F7(~W5)\n",
        "\ts.mu.Lock()\n\ts.~v5[string(~W2)] = ~T6{Attempts: ~n5, Deadline: time.Now().Add(~n6 * time.Second)}\n\ts.mu.Unlock()\n",
        "\tfor i, ~v5 := range s.~W6 {\n\t\tif ~v5.~M7() > ~n5 {\n\t\t\tlog.Printf(\"~s6: %d of %d\", i, len(s.~W6))\n\t\t\tcontinue\n\t\t}\n\t\ts.~F8(~v5)\n\t}\n",
        "\tselect {\n\tcase <-ctx.Done():\n\t\treturn ctx.Err()\n\tcase ~v5 := <-s.~W6:\n\t\ts.~F7(~v5, ~n5)\n\t}\n",
        "\tdefer func() { _ = s.~W5.Close() }() // ~s6\n",
        "\tif len(~W2) > ~n5 || s.~W6 == nil {\n\t\treturn &~T7{Code: ~n6, Reason: \"~s7\"}\n\t}\n",
        "\t// The ~s5.\n\tgo s.~F6(~W2, ~n5)\n",
    ],
};

#[rustfmt::skip]
pub(super) const RUST: Language = Language {
    name: "rust",
    extension: "rs",
    folder: "crates",
    camel: false,
    frames: &[
        ("/// Fails if the ~s0.\npub fn ~f0(&mut self, ~w1: &~T1) -> Result<~T2, ~T3> {\n", "    Ok(~T2::from(~w1))\n}\n"),
        ("#[tracing::instrument(skip(self))]\nasync fn ~f0<'a>(&self, ~w1: Cow<'a, [~T1]>) -> Option<~T2> {\n", "    self.~v4.~f3(~n0).await.ok()\n}\n"),
    ],
    statements: &[
        "    let ~w5 = self.~v6.~f7(&~w1, ~n5)?;\n    debug_assert!(!~w5.is_empty(), \"~s5\");\n",
        "    if ~w1.len() > ~n5 {\n        return Err(~T3::Oversized { limit: ~n5, reason: \"~s5\" });\n    }\n",
        "    for (index, ~v5) in ~w1.iter().enumerate().skip(~n6) {\n        tracing::debug!(index, \"~s6\");\n        ~v5.~f7(&self.~w8);\n    }\n",
        "    match self.~v5.get(&~w1.id) {\n        Some(~v6) if ~v6.age < Duration::from_millis(~n5) => ~v6.~f7(),\n        Some(_) | None => self.~f8(~n6),\n    }\n",
        "    // ~s5, so the guard must outlive the call.\n    let guard = self.~w6.lock().expect(\"~s6\");\n    guard.~f7(~w1.clone());\n    drop(guard);\n",
        "    unsafe { ptr::write(self.~v5.as_mut_ptr().add(~n5), ~w1.~v6) };\n",
        "    let ~w5: Vec<_> = ~w1.iter().filter(|~v6| ~v6.~v7 != ~n5).map(~T8::new).collect();\n    self.~f6(~w5);\n",
    ],
};

#[rustfmt::skip]
pub(super) const PYTHON: Language = Language {
    name: "python",
    extension: "py",
    folder: "src",
    camel: false,
    frames: &[
        ("@dataclass\nclass ~T0:\n    \"\"\"The ~s0.\"\"\"\n\n    ~w0: int = ~n0\n\ndef ~f1(self, ~w1: list[~T2], *, ~w2: float = ~n2.5) -> None:\n", "    return None\n"),
        ("async def ~f0(~w1: str, ~w2: dict[str, ~T2]) -> ~T3:\n    self = _registry[~w1]\n", "    return ~T3(~w1, total=~n3)\n"),
    ],
    statements: &[
        "    with self.~v5.~f6(timeout=~n5) as ~w7:\n        ~w7.~f8(~w1)\n",
        "    for index, ~v5 in enumerate(~w1, start=~n5):\n        if ~v5.~v6 is None:\n            logger.warning(\"~s6 at %s\", index)\n            continue\n        self.~w7[~v5.name] = ~v5\n",
        "    try:\n        ~w5 = json.loads(self.~f6(~w1))\n    except (KeyError, ValueError) as error:\n        raise ~T7(f\"~s7: {error!r}\") from error\n",
        "    if len(~w1) >= ~n5 and not self.~w6:\n        self.~f7(~n6)  # ~s7\n",
        "    self.~w5 = {~v6: ~v6.~f7() for ~v6 in ~w2 if ~v6 != \"~k8\"}\n",
        "    assert self.~v5 <= ~n5, \"~s5\"\n    time.sleep(~n6 / 1000)\n",
        "    ~w5 = [lambda x, n=~n5: x * n + ~n6, self.~f7]\n",
    ],
};

#[rustfmt::skip]
pub(super) const TYPESCRIPT: Language = Language {
    name: "typescript",
    extension: "ts",
    folder: "src",
    camel: true,
    frames: &[
        ("export async function ~F0(~W1: ~T1, limit = ~n1): Promise<~T2[]> {\n  const found: ~T2[] = [];\n", "  return found;\n}\n"),
        ("/** Used once the ~s0. */\nexport const ~F0 = (~W1: readonly ~T1[], found: Set<string>): ~T2 | undefined => {\n", "  return { kind: '~k2', size: found.size } as unknown as ~T2;\n};\n"),
    ],
    statements: &[
        "  const ~W5 = await ~F6(~W1, { timeout: ~n5, retries: ~n6 });\n",
        "  if (!~W1 || ~W1.length > ~n5) {\n    throw new ~T6(`~s6: ${String(~W1)}`);\n  }\n",
        "  for (const [index, ~v5] of Object.entries(~F6(~W1))) {\n    if (~v5?.~v7 === undefined) continue;\n    ~F8(Number(index) + ~n5, ~v5.~v7);\n  }\n",
        "  useEffect(() => {\n    const timer = setInterval(() => ~F5(~W1), ~n5);\n    return () => clearInterval(timer);\n  }, [~W1]);\n",
        "  // The ~s5.\n  const ~v5 = ~W1 as Partial<Record<keyof ~T6, ~T7>>;\n",
        "  try {\n    await this.~v5.~F6(/^~k7[0-9]{~n5}$/u);\n  } catch (error: unknown) {\n    console.error('~s7', error);\n  }\n",
        "  ~F5(~W1).then((~v6) => ~F7(~v6 ?? ~n5));\n",
    ],
};

#[rustfmt::skip]
pub(super) const JAVA: Language = Language {
    name: "java",
    extension: "java",
    folder: "src/main/java",
    camel: true,
    frames: &[
        ("/** ~M0 for {@link ~T1}; the ~s0. */\n@Override\npublic Optional<~T2> ~F0(final ~T1 ~W1) throws ~T3 {\n", "    return Optional.empty();\n}\n"),
        ("@Transactional(timeout = ~n0)\nprotected List<~T2> ~F0(String ~W1, int limit) {\n    var found = new ArrayList<~T2>(~n1);\n", "    return List.copyOf(found);\n}\n"),
    ],
    statements: &[
        "    if (~W1 == null || this.~W5.size() > ~n5) {\n        throw new ~T6(\"~s6\", ~n6);\n    }\n",
        "    for (~T5 ~v5 : this.~W6) {\n        log.debug(\"~s7: {}\", ~v5.get~M7());\n        ~v5.~F8(~n5);\n    }\n",
        "    try (var ~v5 = ~T6.~F7(~W1)) {\n        ~v5.~F8(Duration.ofMillis(~n5));\n    } catch (IOException e) {\n        log.warn(\"~s8\", e);\n    }\n",
        "    synchronized (this.~W5) {\n        this.~W5.put(\"~k6\", ~n6L);\n    }\n",
        "    final Map<String, ~T5> ~W5 = repository.~F6(~W1).stream()\n        .filter(~v7 -> ~v7.~v8() != ~n5)\n        .collect(Collectors.toMap(~T5::name, Function.identity()));\n",
        "    // The ~s5.\n    this.~W6 = Math.max(~n5, ~n6);\n",
    ],
};

#[rustfmt::skip]
pub(super) const C: Language = Language {
    name: "c",
    extension: "c",
    folder: "lib",
    camel: false,
    frames: &[
        ("/* The ~s0. */\nstatic int ~f0(struct ~w1 *self, const char *~w2, size_t len)\n{\n\tint rc = -EINVAL;\n\n", "\treturn rc;\n}\n"),
        ("#define ~K0 ~n0\n\nvoid *~f0(struct ~w1 *self, const uint8_t *~w2, size_t len)\n{\n\tint rc = 0;\n\n", "\treturn rc ? NULL : self->~v4;\n}\n"),
    ],
    statements: &[
        "\tif (!self || len > ~n5) {\n\t\tfprintf(stderr, \"~s5: %zu\\n\", len);\n\t\tgoto out;\n\t}\n",
        "\tfor (size_t i = 0; i < len; i++) {\n\t\tself->~v5[i] = (uint8_t)(~w2[i] ^ 0x~n6);\n\t\tself->~w6 += ~n5;\n\t}\n",
        "\tself->~v5 = malloc(len + ~n5);\n\tif (self->~v5 == NULL)\n\t\treturn ~f6(-ENOMEM);\n\tmemcpy(self->~v5, ~w2, len);\n",
        "\tpthread_mutex_lock(&self->~w5);\n\trc = ~f6(self->~v7, ~n5); /* ~s6 */\n\tpthread_mutex_unlock(&self->~w5);\n",
        "\tswitch (self->~v5) {\n\tcase ~K6:\n\t\trc = ~f7(self, ~n5);\n\t\tbreak;\n\tdefault:\n\t\tabort();\n\t}\n",
        "\twhile ((rc = ~f5(self->~v6)) == -EAGAIN)\n\t\tusleep(~n5);\n",
    ],
};

#[rustfmt::skip]
pub(super) const YAML: Language = Language {
    name: "yaml",
    extension: "yaml",
    folder: "deploy",
    camel: false,
    frames: &[
        ("# The ~s0.\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ~k0\nspec:\n  replicas: ~n0\n", "  paused: false\n"),
        ("name: ~k0\non:\n  push:\n    branches: [main, \"~v1/**\"]\njobs:\n", "  # end of ~k0\n  done: { timeout-minutes: ~n1 }\n"),
    ],
    statements: &[
        "  ~k5:\n    image: \"registry.example.com/~v6/~v7:~n5.~n6\"\n    env:\n      - name: ~K6\n        value: \"~n7\"\n",
        "  ~k5:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ~v6/~v7@v~n5\n      - run: |\n          make ~k8\n          ./bin/~v8 --limit ~n6\n",
        "  ~v5:\n    limits: { cpu: ~n5m, memory: ~n6Mi }\n    enabled: true\n",
        "  # ~s5\n  ~w6: &~v6 [~v7, ~v8, ~n5]\n",
        "  ~v5Selector:\n    matchLabels:\n      app.kubernetes.io/name: ~k6\n      tier: ~v7\n",
    ],
};

#[rustfmt::skip]
pub(super) const SHELL: Language = Language {
    name: "bash",
    extension: "sh",
    folder: "scripts",
    camel: false,
    frames: &[
        ("#!/usr/bin/env bash\n# The ~s0.\nset -euo pipefail\nreadonly ~K0=\"${1:-~n0}\"\n\n~f0() {\n", "}\n\n~f0 \"$@\"\n"),
        ("~f0() {\n    local ~w1=$1 limit=${2:-~n1}\n", "    return 0\n}\n"),
    ],
    statements: &[
        "    for ~v5 in \"${~K6[@]}\"; do\n        curl -fsS --max-time ~n5 \"https://${~v5}.example.com/~v7\" | jq -r '.~v8[] | .id'\n    done\n",
        "    if [[ -z ${~w5:-} || $(wc -l < \"/var/lib/~v6/~v7\") -gt ~n5 ]]; then\n        echo \"~s6\" >&2\n        exit ~n7\n    fi\n",
        "    ~w5=$(mktemp -d \"/tmp/~k6.XXXXXX\")\n    trap 'rm -rf \"${~w5}\"' EXIT\n",
        "    case \"$1\" in\n    ~v5 | ~v6) ~f7 --retries=~n5 ;;\n    *) printf '%s\\n' \"~s7\" ;;\n    esac\n",
        "    # ~s5\n    sleep ~n5 && kill -TERM \"${~w6}\" 2>/dev/null || true\n",
        "    export ~K5=~n5 ~K6='~k6'\n",
    ],
};

#[rustfmt::skip]
pub(super) const SQL: Language = Language {
    name: "sql",
    extension: "sql",
    folder: "migrations",
    camel: false,
    frames: &[
        ("-- The ~s0.\nBEGIN;\n", "COMMIT;\n"),
        ("WITH ~w0 AS (\n    SELECT id, ~w1 FROM ~v2 WHERE ~v3 > ~n0\n)\nSELECT * FROM ~w0 ORDER BY id LIMIT ~n1;\n\n", "ANALYZE ~v2;\n"),
    ],
    statements: &[
        "UPDATE ~w5\n   SET ~v6 = COALESCE(~v6, ~n5), updated_at = now()\n WHERE ~w7 IN (SELECT id FROM ~v8 WHERE kind = '~k8');\n",
        "CREATE INDEX CONCURRENTLY ~f5_~v6_idx ON ~w5 (~v6, ~v7 DESC) WHERE ~v8 IS NOT NULL;\n",
        "INSERT INTO ~w5 (~v6, ~v7, note)\nVALUES (~n5, ~n6, '~s6'), (~n7, ~n8, '~s7')\nON CONFLICT (~v6) DO NOTHING;\n",
        "SELECT a.~v5, count(*) AS total\n  FROM ~w6 AS a\n  LEFT JOIN ~w7 AS b ON b.~v5_id = a.id\n GROUP BY a.~v5\nHAVING count(*) > ~n5;\n",
        "ALTER TABLE ~w5 ADD COLUMN ~w6 varchar(~n5) NOT NULL DEFAULT '~v7'; -- ~s8\n",
        "DELETE FROM ~w5 WHERE ~v6 < now() - interval '~n5 days';\n",
    ],
};
