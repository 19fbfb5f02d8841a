autocmd BufRead,BufNewFile *.shelf setfiletype shelf
