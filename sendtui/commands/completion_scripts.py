"""The scripts that teach each shell the words of sendtui."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sendtui.commands.completion import Words


def bash(verbs: "Sequence[Words]") -> str:
    """For bash 3.2 and later, the one of macOS too."""
    names = " ".join(each.verb for each in verbs)
    cases = "\n".join(
        f'    {each.verb}) acts="{" ".join(each.acts)}"; flags="{" ".join(each.flags)}" ;;'
        for each in verbs
    )
    values = "\n".join(
        f'    "{each.verb} {flag}") COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$cur")); '
        "return ;;"
        for each in verbs
        for flag, words in each.values.items()
    )
    return f"""# sendtui completion bash
_sendtui() {{
  local cur prev verb acts flags seen i word
  cur="${{COMP_WORDS[COMP_CWORD]}}"
  prev="${{COMP_WORDS[COMP_CWORD-1]}}"
  verb=""; acts=""; flags=""; seen=0
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    if [ -z "$verb" ]; then
      case " {names} " in *" $word "*) verb="$word" ;; esac
    else
      case "$word" in -*) ;; *) seen=$((seen + 1)) ;; esac
    fi
  done
  case "$verb $prev" in
{values}
  esac
  case "$verb" in
    "") COMPREPLY=($(compgen -W "{names} --help --version --store" -- "$cur")); return ;;
{cases}
  esac
  case "$cur" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
    *)
      if [ -n "$acts" ] && [ "$seen" -eq 0 ]; then
        COMPREPLY=($(compgen -W "$acts" -- "$cur"))
      else
        COMPREPLY=($(compgen -f -- "$cur"))
      fi ;;
  esac
}}
complete -F _sendtui sendtui"""


def zsh(verbs: "Sequence[Words]") -> str:
    """For zsh, each word with what it does."""
    listed = "\n".join(f"    {_quoted(f'{each.verb}:{each.summary}')}" for each in verbs)
    cases = "\n".join(_zsh_case(each) for each in verbs)
    return f"""#compdef sendtui
# sendtui completion zsh
_sendtui() {{
  local -a verbs acts flags
  local verb i
  verbs=(
{listed}
  )
  for ((i = 2; i < CURRENT; i++)); do
    [[ ${{words[i]}} == [a-z]* ]] && verb=${{words[i]}} && break
  done
  if [[ -z $verb ]]; then
    _describe 'verb' verbs
    return
  fi
  case $verb in
{cases}
  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then
    _describe 'flag' flags
  elif (( ${{#acts}} && CURRENT == i + 1 )); then
    compadd -a acts
  else
    _files
  fi
}}
_sendtui "$@\""""


def _zsh_case(each: "Words") -> str:
    flags = " ".join(_quoted(f"{flag}:{told}") for flag, told in each.flags.items())
    return f"    {each.verb}) acts=({' '.join(each.acts)}); flags=({flags}) ;;"


def fish(verbs: "Sequence[Words]") -> str:
    """For fish, each word with what it does."""
    lines = ["# sendtui completion fish"]
    names = " ".join(each.verb for each in verbs)
    lines.append(f"set -l verbs {names}")
    for each in verbs:
        told = _quoted(each.summary)
        none = '-n "not __fish_seen_subcommand_from $verbs"'
        lines.append(f"complete -c sendtui -f {none} -a {each.verb} -d {told}")
    for each in verbs:
        here = f'-n "__fish_seen_subcommand_from {each.verb}"'
        if each.acts:
            acts = " ".join(each.acts)
            fresh = f"not __fish_seen_subcommand_from {acts}"
            both = f'-n "__fish_seen_subcommand_from {each.verb}; and {fresh}"'
            lines.append(f'complete -c sendtui -f {both} -a "{acts}"')
        for flag, told in each.flags.items():
            if flag.startswith("--"):
                values = each.values.get(flag)
                given = f' -x -a "{" ".join(values)}"' if values else ""
                lines.append(f"complete -c sendtui {here} -l {flag[2:]}{given} -d {_quoted(told)}")
    return "\n".join(lines)


def powershell(verbs: "Sequence[Words]") -> str:
    """For Windows PowerShell 5.1 and PowerShell 7."""
    table = "\n".join(
        f"    {_ps(each.verb)} = @{{ About = {_ps(each.summary)}; "
        f"Acts = @({', '.join(map(_ps, each.acts))}); "
        f"Flags = @({', '.join(map(_ps, each.flags))}) }}"
        for each in verbs
    )
    return f"""# sendtui completion powershell
Register-ArgumentCompleter -Native -CommandName sendtui, sendtui.exe -ScriptBlock {{
  param($word, $ast, $at)
  $verbs = @{{
{table}
  }}
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object {{ "$_" }})
  if ($word -ne '' -and $typed.Count -gt 0) {{
    $typed = @($typed | Select-Object -First ($typed.Count - 1))
  }}
  $verb = $typed | Where-Object {{ $verbs.ContainsKey($_) }} | Select-Object -First 1
  if (-not $verb) {{ $found = $verbs.Keys | Sort-Object }}
  elseif ($word -like '-*') {{ $found = $verbs[$verb].Flags }}
  elseif (@($typed | Where-Object {{ $_ -notlike '-*' }}).Count -eq 1) {{
    $found = $verbs[$verb].Acts
  }}
  else {{ return }}
  $found | Where-Object {{ $_ -like "$word*" }} | ForEach-Object {{
    $about = if ($verbs.ContainsKey($_)) {{ $verbs[$_].About }} else {{ $_ }}
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $about)
  }}
}}"""


def _quoted(text: str) -> str:
    """Text that a shell of Unix takes as it is."""
    return "'" + text.replace("'", "’") + "'"


def _ps(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
