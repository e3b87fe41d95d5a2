# Completion of galera in fish:  galera completion fish | source

function __galera_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l found (galera complete -- $before[2..-1] ".$current" 2>/dev/null)
    if contains -- :files $found
        # What stands before the name in "--out=" is part of what is completed.
        set -l flag (string match -r -- '^--[^=]*=' "$current")
        for path in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current"))
            printf '%s%s\n' "$flag" $path
        end
    else
        printf '%s\n' $found
    end
end

complete -c galera -e
complete -c galera -f -a '(__galera_complete)'
