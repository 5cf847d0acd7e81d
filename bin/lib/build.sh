# Sourced by the commands: builds what they run, and says which Java runs it.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# Read by the commands.
# shellcheck disable=SC2034
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

# Usage: build MODULE MADE. Builds a module unless MADE, a path in its target folder, is newer than all sources.
build() {
  local module="$1" made="$root/$1/target/$2" began
  if [ -e "$made" ] && [ -z "$(newer "$made")" ]; then
    return
  fi
  echo "Building SharQ..." >&2
  began="$(mktemp)"
  (cd "$root" && ./mvnw --quiet --batch-mode -Pquick -DskipTests --projects "$module" --also-make package) >&2
  # Maven may leave it as it is. What is edited while it builds is built the next time.
  touch -r "$began" "$made"
  rm -f "$began"
}

# The first source that is newer than a file. Folders count, so that a file that was deleted does too.
newer() {
  find "$root"/pom.xml "$root"/sharq-*/pom.xml "$root"/sharq-*/src/main -newer "$1" -print -quit
}
