" Vim syntax file: Shelflife retention policies (*.shelf)
if exists('b:current_syntax')
  finish
endif
let s:save_cpo = &cpo
set cpo&vim

syn case match
" A name may hold `-`: without it `keep-hot` would show a keyword.
syn iskeyword @,48-57,_,-

syn match   shelfName     "\<[A-Za-z][A-Za-z0-9_-]*\>"
syn keyword shelfDeclare  import let layout label tiers store safeguard rule hold require role manifest
syn keyword shelfKeep     keep lock never forever
syn keyword shelfDelete   delete deleted quarantine abort move moved
syn keyword shelfOperator and or not in is missing starts ends with within
syn keyword shelfFlag     promoted retired referenced orphan noncurrent key size accessed created
syn keyword shelfSetting  region versioning recoverable encryption kms managed object_lock access_log
syn keyword shelfSetting  access_tracking replicate public_access sweep redundancy
syn keyword shelfWord     where on off by per from for after before since until then to at most run whole uploads
syn keyword shelfWord     latest best daily weekly monthly yearly versions version highest lowest keeping newer
syn keyword shelfWord     governance compliance required date number path tag registry inventory objects
syn keyword shelfWord     allow read write logs checksum sha256 requires
syn keyword shelfWord     stored versioned encrypted logged replicated labelled locked
syn keyword shelfWord     s3 azure gcs cool cold archive deep_archive direct marked lrs zrs grs gzrs
syn keyword shelfUnit     day days week weeks month months year years KiB MiB GiB TiB KB MB GB TB B

syn match   shelfNumber   "\<\d\+\>"
syn match   shelfDate     "\<\d\{4}-\d\{2}-\d\{2}\>"
syn match   shelfCompare  "==\|!=\|<=\|>=\|[<>=%]"
syn match   shelfEscape   contained "\\[\"\\]"
syn match   shelfField    contained "{[A-Za-z][A-Za-z0-9_-]*}"
syn region  shelfString   start=+"+ skip=+\\[\\"]+ end=+"+ oneline contains=shelfEscape,shelfField
syn keyword shelfTodo     contained TODO FIXME XXX
syn match   shelfComment  "#.*$" contains=shelfTodo,@Spell
syn region  shelfBlock    start="{" end="}" transparent fold

hi def link shelfDeclare  Keyword
hi def link shelfKeep     Type
hi def link shelfDelete   Exception
hi def link shelfOperator Operator
hi def link shelfCompare  Operator
hi def link shelfFlag     Constant
hi def link shelfSetting  Identifier
hi def link shelfWord     Statement
hi def link shelfUnit     Special
hi def link shelfNumber   Number
hi def link shelfDate     Number
hi def link shelfString   String
hi def link shelfEscape   SpecialChar
hi def link shelfField    Identifier
hi def link shelfTodo     Todo
hi def link shelfComment  Comment

let b:current_syntax = 'shelf'
let &cpo = s:save_cpo
unlet s:save_cpo
