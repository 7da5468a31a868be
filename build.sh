#!/usr/bin/env bash
# The one entry: sets up what is missing, builds, runs, tests, packs. ./build.sh help says how.
# Anything that needs thought is done in Rust (crate/pack, tests/browser); this only calls it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly WASM_BINDGEN=0.2.130 # the same as in Cargo.toml; its glue and its crate must agree
readonly TARGET=${CARGO_TARGET_DIR:-target}
readonly TOOLS=target/tools
readonly PROGRAMS=(-p tallystick-page -p tallystick-background -p tallystick-panel
    -p tallystick-dashboard)
readonly NATIVE=(-p tallystick-wire -p tallystick-core -p tallystick-site -p tallystick-server
    -p tallystick-fit -p tallystick-pack -p tallystick-market -p tallystick-tidy -p tallystick-chaos
    # Their other tests run in browsers; what needs none runs here.
    -p tallystick-page -p tallystick-browser -p tallystick-background)
readonly DOM=(page background browser kit panel dashboard) # crates that may have tests for real browsers

usage() {
    cat <<'TEXT'
./build.sh run        build, then a demo: server, marketplace and a browser with the extension
                      (without a display: a table of the annotated rows, and screenshots)
./build.sh test       everything that must hold, in Chromium and Firefox too
./build.sh build      the extension for both browsers, in target/dist/chrome and target/dist/firefox
                      (--fast: quick to build and large, for trying things out)
./build.sh package    the two zips for the stores, reproducible, linted
./build.sh bench      the budgets, measured
                      (server [writes|reads|large]: only the server's, or some of them)
./build.sh chaos      processes killed in the middle of writes, with figures (docs/chaos.md)
./build.sh sizes      every shipped file, raw and compressed
./build.sh setup      only install what is missing (all others do this first)
./build.sh fmt        format all code
./build.sh lint       formatting, clippy and shellcheck
./build.sh help       this
TEXT
}

say() { printf '\n== %s\n' "$*"; }

die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# ---- setup: each part looks first and does nothing where nothing is missing ----

setup() {
    setup_packages
    setup_rust
    setup_cargo_tools
    setup_npm
    setup_schemathesis
}

# Debian's names; on other systems the message says what to install by hand.
setup_packages() {
    local missing=()
    has cc || missing+=(build-essential)
    has node && has npm || missing+=(nodejs npm)
    has chromium || missing+=(chromium)
    has chromedriver || missing+=(chromium-driver)
    has firefox-esr || has firefox || missing+=(firefox-esr)
    # Names and titles in many scripts must be visible in screenshots.
    has_font 'DejaVu Sans' || missing+=(fonts-dejavu-core fontconfig)
    has_font 'Noto Sans' || missing+=(fonts-noto-core)
    has_font 'Noto Color Emoji' || missing+=(fonts-noto-color-emoji)
    has shellcheck || missing+=(shellcheck)
    has python3 && python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
    # The tests start a PostgreSQL of their own; Debian's must not start one beside it.
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    # Debian 12's names; the tests of failover kill a PostgreSQL that these watch.
    has pg_autoctl || missing+=(pg-auto-failover-cli postgresql-15-auto-failover)
    if ((${#missing[@]} == 0)); then
        return
    fi
    say "installing ${missing[*]}"
    install_packages "${missing[@]}" ||
        die "could not install ${missing[*]}: install them by hand, then run this again"
}

has_font() { has fc-list && [[ -n $(fc-list "$1") ]]; }

install_packages() {
    has apt-get || return 1
    local as_root=()
    if ((EUID != 0)); then
        has sudo || die "not root and no sudo: as root, run: apt-get install $*"
        as_root=(sudo)
    fi
    without_a_cluster "${as_root[@]}"
    "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Debian's PostgreSQL makes and starts a database when it is installed, unless this file says not to.
without_a_cluster() {
    local settings=/etc/postgresql-common/createcluster.d/tallystick.conf
    if [[ ! -d /etc/postgresql-common ]]; then
        "$@" mkdir -p "${settings%/*}"
        echo 'create_main_cluster = false' | "$@" tee "$settings" >/dev/null
    fi
}

setup_rust() {
    has cargo || die "no cargo: install Rust by rustup (https://rustup.rs), then run this again"
    # Where rustup does not install by itself, rust-toolchain.toml alone brings nothing.
    if ! has rustup; then
        rustc --print target-libdir --target wasm32-unknown-unknown >/dev/null ||
            die "this Rust has no target wasm32-unknown-unknown, and there is no rustup to add it"
        return
    fi
    local libs sources
    libs=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null || true)
    sources=$(rustc --print sysroot 2>/dev/null || true)/lib/rustlib/src/rust/library
    if [[ ! -d $libs || ! -d $sources ]] || ! cargo clippy --version >/dev/null 2>&1 ||
        ! cargo fmt --version >/dev/null 2>&1; then
        say "installing the Rust of rust-toolchain.toml"
        rustup toolchain install || die "rustup could not install what rust-toolchain.toml names"
    fi
}

setup_cargo_tools() {
    if [[ $("$TOOLS/bin/wasm-bindgen" --version 2>/dev/null) != "wasm-bindgen $WASM_BINDGEN" ]]; then
        # Not --locked: the lock file in that package names a crate that was withdrawn.
        install_cargo_tool wasm-bindgen-cli --version "$WASM_BINDGEN"
    fi
    if [[ ! -x $TOOLS/bin/geckodriver ]]; then
        install_cargo_tool geckodriver --locked
    fi
}

# One target folder for all tools, gone afterwards.
install_cargo_tool() {
    say "building $1 (some minutes, once)"
    CARGO_TARGET_DIR=$PWD/$TOOLS/build cargo install --quiet --root "$TOOLS" --force "$@" ||
        die "could not build $1: see above"
    rm -rf "$TOOLS/build"
}

# npm's tools do their work without the install scripts of their packages.
setup_npm() {
    if cmp -s package-lock.json node_modules/.tallystick-lock; then
        return
    fi
    say "installing binaryen, esbuild and web-ext by package-lock.json"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
        die "npm could not install what package-lock.json names"
    cp package-lock.json node_modules/.tallystick-lock
}

# What asks the server everything that its OpenAPI document allows, and more.
setup_schemathesis() {
    local venv=$TOOLS/schemathesis wanted=tests/schemathesis/requirements.txt
    if cmp -s "$wanted" "$venv/.tallystick-requirements"; then
        return
    fi
    say "installing schemathesis by $wanted"
    rm -rf "$venv"
    python3 -m venv "$venv" || die "python3 could not make $venv: is python3-venv installed?"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted" ||
        die "pip could not install what $wanted names"
    cp "$wanted" "$venv/.tallystick-requirements"
}

# ---- build ----

pack() { cargo run --quiet -p tallystick-pack -- "$@"; }

build() {
    case ${1-} in
    '')
        say "building the programs"
        cargo_wasm "${PROGRAMS[@]}"
        ;;
    --fast)
        say "building the programs, fast"
        cargo build --profile fast --target wasm32-unknown-unknown "${PROGRAMS[@]}"
        ;;
    *) die "build knows only --fast, not $1" ;;
    esac
    say "building the extension"
    pack build "$@"
}

# The standard library is compiled too: a seventh smaller, since panics end the program without
# composing a message, and without reference types, which wasm2js cannot express. Both need
# switches that the pinned compiler keeps for nightlies, hence RUSTC_BOOTSTRAP.
cargo_wasm() {
    local flags=(-C "target-feature=-reference-types,-multivalue"
        -Z unstable-options -C panic=immediate-abort -Z location-detail=none -Z fmt-debug=shallow
        # The same bytes wherever the checkout and cargo's home are.
        --remap-path-prefix "$PWD=." --remap-path-prefix "${CARGO_HOME:-$HOME/.cargo}=cargo")
    local encoded
    printf -v encoded '%s\x1f' "${flags[@]}"
    RUSTC_BOOTSTRAP=1 CARGO_ENCODED_RUSTFLAGS=${encoded%$'\x1f'} \
        cargo build --release --target wasm32-unknown-unknown \
        -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size "$@"
}

package() {
    build
    say "packing"
    pack package
    local folder
    for folder in target/dist/chrome target/dist/firefox; do
        lint_extension "$folder"
    done
}

# web-ext must not look for newer versions or for a configuration of ours.
lint_extension() {
    local report
    report=$(node_modules/.bin/web-ext lint --no-input --no-config-discovery --source-dir "$1") || {
        printf '%s\n' "$report"
        die "web-ext found errors in $1"
    }
    printf '%s: %s\n' "$1" "$(grep -E '^(errors|warnings)' <<<"$report" | tr -s ' \n' ' ')"
}

# ---- test ----

run_tests() {
    lint
    say "native tests"
    # The same commit gets the same verdict; a plain `cargo test` draws new cases each time.
    PROPTEST_RNG_SEED=${PROPTEST_RNG_SEED:-1} cargo test --no-fail-fast "${NATIVE[@]}"
    api_tests
    build
    dom_tests
    say "both browsers, the built extension, a real server"
    cargo build -p tallystick-server
    # Two browsers on two cores: a run that a slow moment spoilt is repeated once, and says so.
    cargo test -p tallystick-browser-tests || {
        say "a journey failed: all of them once more"
        cargo test -p tallystick-browser-tests
    }
    package
    pack repeat
    pack sizes
}

# A server of its own, asked by schemathesis: no answer is a failure inside, all are as documented.
api_tests() {
    say "the server as its OpenAPI document says"
    cargo build -p tallystick-server
    local folder
    folder=$(mktemp -d)
    touch "$folder/out"
    "$TARGET/debug/tallystick-server" serve --database "sqlite:$folder/asked.db" \
        --listen 127.0.0.1:0 --registrations-per-hour 1000000 --syncs-per-hour 1000000 \
        --registration-work 0 \
        >"$folder/out" 2>"$folder/log" &
    local server=$! base='' failed=0
    local checks=not_a_server_error,status_code_conformance,content_type_conformance
    checks+=,response_schema_conformance,response_headers_conformance
    while [[ -z $base ]] && kill -0 "$server" 2>/dev/null; do
        base=$(sed -n 's/^listening on //p' "$folder/out")
        sleep 0.1
    done
    "$TOOLS/schemathesis/bin/schemathesis" --config-file tests/schemathesis/schemathesis.toml \
        run "$base/openapi.json" --max-examples 20 --seed 1 --generation-database none \
        --checks "$checks" || failed=1
    kill "$server" && wait "$server" || failed=1
    rm -rf "$folder"
    ((failed == 0)) || die "the server does not answer as its document says: see above"
}

# wasm-bindgen-test in both browsers, for the crates that have such tests.
dom_tests() {
    local crates=() name
    for name in "${DOM[@]}"; do
        if grep -qs wasm_bindgen_test_configure -r "crate/$name/src" "crate/$name/tests"; then
            crates+=(-p "tallystick-$name")
        fi
    done
    if ((${#crates[@]} == 0)); then
        return
    fi
    say "DOM tests in Chromium"
    CHROMEDRIVER=$(command -v chromedriver) dom_test_run "${crates[@]}"
    say "DOM tests in Firefox"
    GECKODRIVER=$PWD/$TOOLS/bin/geckodriver dom_test_run "${crates[@]}"
}

# In seconds; the runner's own 20 are soon over on a busy machine.
dom_test_run() {
    WASM_BINDGEN_TEST_TIMEOUT=300 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=$PWD/$TOOLS/bin/wasm-bindgen-test-runner \
        cargo test --target wasm32-unknown-unknown "$@"
}

lint() {
    say "formatting, clippy, shellcheck"
    cargo fmt --all -- --check
    cargo clippy --workspace --all-targets -- -D warnings
    shellcheck build.sh .ci/run
}

# ---- the rest ----

# The demo, the benchmark and the journeys look for the server beside themselves.
run_demo() {
    build
    cargo build -p tallystick-server -p tallystick-browser-tests
    exec "$TARGET/debug/tallystick-demo" "$@"
}

bench() {
    if [[ ${1-} == server ]]; then
        bench_server "${@:2}"
        return
    fi
    build
    pack sizes
    cargo build --profile server -p tallystick-server -p tallystick-browser-tests
    "$TARGET/server/tallystick-bench" "$@"
    cargo run --profile server -p tallystick-core --example lookup
    bench_in_both tallystick-fold "the ledger"
    bench_in_both tallystick-speed "one estimate"
    bench_server
}

# A program of tests/speed, natively and in node as the extension ships: the same switches and tools.
bench_in_both() {
    local name=$1 what=$2 out=target/speed
    say "$what, natively: figure, value, unit, budget"
    cargo run --quiet --profile server -p tallystick-speed --bin "$name"
    say "$what, in WebAssembly"
    cargo_wasm -p tallystick-speed
    "$TOOLS/bin/wasm-bindgen" --target nodejs --no-typescript --out-dir "$out" \
        "$TARGET/wasm32-unknown-unknown/release/$name.wasm"
    node_modules/.bin/wasm-opt -Oz -o "$out/opt.wasm" "$out/${name}_bg.wasm"
    mv "$out/opt.wasm" "$out/${name}_bg.wasm"
    node "$out/$name.js"
}

# The files of two million reviews lie on the disk of the checkout, which is the one that is measured.
bench_server() {
    setup_bench
    cargo build --profile server -p tallystick-server --bins --example load
    mkdir -p target/bench
    "$TARGET/server/examples/load" --folder target/bench "$@"
}

# What the server is measured beside and by. Debian starts nginx when it installs it.
setup_bench() {
    local missing=()
    has nginx || missing+=(nginx)
    has wrk || missing+=(wrk)
    if ((${#missing[@]} == 0)); then
        return
    fi
    say "installing ${missing[*]}"
    install_packages "${missing[@]}" ||
        die "could not install ${missing[*]}: install them by hand, then run this again"
    if has systemctl && [[ ${missing[*]} == *nginx* ]]; then
        local as_root=()
        ((EUID == 0)) || as_root=(sudo)
        "${as_root[@]}" systemctl disable --now nginx 2>/dev/null || true
    fi
}

# The long forms of what `cargo test -p tallystick-server --test chaos` does briefly.
chaos() {
    cargo build -p tallystick-server -p tallystick-chaos
    "$TARGET/debug/tallystick-chaos"
}

main() {
    local command=${1:-help}
    shift || true
    case $command in
    setup) setup ;;
    build) setup && build "$@" ;;
    run) setup && run_demo "$@" ;;
    test) setup && run_tests ;;
    package) setup && package ;;
    bench) setup && bench "$@" ;;
    chaos) setup && chaos ;;
    sizes) pack sizes ;;
    fmt) cargo fmt --all ;;
    lint) setup && lint ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        die "unknown command: $command"
        ;;
    esac
}

main "$@"
