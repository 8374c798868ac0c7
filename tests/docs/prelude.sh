# What the commands of a page run with. NODE, REPOSITORY and the addresses of the chain are in the environment.
set -euo pipefail

# `doctor` tests the settings of an app. The pages set them only where an app starts.
tokentrail() {
  TOKENTRAIL_OTLP_ENDPOINT="${TOKENTRAIL_OTLP_ENDPOINT:-$OTLP_URL}" "$NODE" "$REPOSITORY/cli/src/main.ts" "$@"
}

# An install finds the packages of this repository and what it has installed. They are packed and installed by their own tests.
npm() {
  case "$1" in
    install)
      ln -sfn "$REPOSITORY/node_modules" node_modules
      for package in "${@:2}"; do
        case "$package" in
          -*) ;;
          *.tgz) grep -q "\"node_modules/@$(basename "$package" | sed -E 's/-[0-9*].*//; s/-/\//')\"" "$REPOSITORY/package-lock.json" ;;
          *) test -e "node_modules/${package%@[0-9]*}" ;;
        esac
      done
      ;;
    # The script of the reader's own service.
    start) node app.mjs ;;
    run)
      shift
      if [ "$1" = --silent ]; then shift; fi
      test "$1" = tokentrail && test "$2" = --
      tokentrail "${@:3}"
      ;;
    *)
      echo "npm $1 is not known to tests/docs/prelude.sh" >&2
      return 1
      ;;
  esac
}

npx() {
  test "$1" = @tokentrail/cli
  tokentrail "${@:2}"
}
