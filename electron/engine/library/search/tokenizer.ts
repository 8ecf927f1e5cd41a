/**
 * How FTS5 cuts text into words: at everything that is no letter or number, diacritics removed, case folded. Symbols
 * (So) are words too, so that an emoji in a caption can be found.
 */
export const tokenizer = `tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'"`
