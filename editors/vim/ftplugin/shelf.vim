" Vim file type plugin: Shelflife retention policies
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:# expandtab shiftwidth=2 softtabstop=2
setlocal iskeyword+=-
setlocal errorformat=%f:%l:%c:\ %m
setlocal makeprg=shelflife\ check\ --format\ concise\ %:S
" `gq` formats with the formatter of the language.
setlocal formatprg=shelflife\ fmt\ -

let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop<'
      \ . ' iskeyword< errorformat< makeprg< formatprg<'
