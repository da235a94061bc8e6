import type { Completions } from './complete.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Stands for "names of files too" among the completions that a script reads. */
const FILES = ':files';

/**
 * What the shell sources. Each asks `ax-tasks completion SHELL -- WORDS` for every word, so that it needs no update with
 * a new version.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# ax-tasks completion for bash
_ax_tasks() {
  local line cur=\${COMP_WORDS[COMP_CWORD]}
  [[ $cur == = ]] && cur=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
    else
      COMPREPLY+=("$line")
    fi
  done < <(ax-tasks completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _ax_tasks ax-tasks
`,
  zsh: `#compdef ax-tasks
# ax-tasks completion for zsh
_ax_tasks() {
  local line
  local -a values
  local -i files=0 ret=1
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then files=1; else values+=("$line"); fi
  done < <(ax-tasks completion zsh -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#values )) && _describe -V 'ax-tasks' values && ret=0
  (( files )) && _files && ret=0
  return ret
}
if [[ "$funcstack[1]" == _ax_tasks ]]; then _ax_tasks "$@"; else compdef _ax_tasks ax-tasks; fi
`,
  fish: `# ax-tasks completion for fish
function __ax_tasks_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (ax-tasks completion fish -- $words[2..-1] "$current" 2>/dev/null)
        if test "$line" = ${FILES}
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c ax-tasks -f -a '(__ax_tasks_complete)'
`,
};

/** Completions in the lines that the script of a shell reads. */
export const linesFor = (shell: Shell, { candidates, isFile }: Completions): string[] => [
  ...candidates.map(({ value, description }) => LINE[shell](value, description)),
  ...(isFile ? [FILES] : []),
];

const LINE: Readonly<Record<Shell, (value: string, description: string) => string>> = {
  bash: (value) => value,
  zsh: (value, description) =>
    description === '' ? escaped(value) : `${escaped(value)}:${escaped(description)}`,
  fish: (value, description) => (description === '' ? value : `${value}\t${description}`),
};

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(':', '\\:');
