//! Source text as words and marks, without comments, strings and characters.

/// A piece of code that matters here.
pub enum Token<'t> {
    Word(&'t [u8]),
    Mark(u8),
}

/// Code, without comments, strings and characters.
pub struct Code<'t> {
    rest: &'t [u8],
    len: usize,
}

impl<'t> Code<'t> {
    pub fn new(text: &'t str) -> Self {
        let rest = text.as_bytes();
        Code {
            rest,
            len: rest.len(),
        }
    }

    /// How far it has been read.
    pub fn at(&self) -> usize {
        self.len - self.rest.len()
    }

    pub fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if let Some(hashes) = self.raw_string() {
                self.rest = &self.rest[hashes + 2..];
                let end: Vec<u8> = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
                self.skip_to(&end);
                continue;
            }
            let first = *self.rest.first()?;
            match first {
                b'/' if self.rest.starts_with(b"//") => self.skip_to(b"\n"),
                b'/' if self.rest.starts_with(b"/*") => self.skip_comment(),
                b'"' => self.skip_string(),
                b'\'' => self.skip_character(),
                c if c.is_ascii_alphanumeric() || c == b'_' => {
                    let word = |c: &u8| c.is_ascii_alphanumeric() || *c == b'_';
                    let len = self.rest.iter().take_while(|c| word(c)).count();
                    let (word, rest) = self.rest.split_at(len);
                    self.rest = rest;
                    return Some(Token::Word(word));
                }
                _ => {
                    self.rest = &self.rest[1..];
                    return Some(Token::Mark(first));
                }
            }
        }
    }

    /// Goes behind the next `end`.
    fn skip_to(&mut self, end: &[u8]) {
        let at = self.rest.windows(end.len()).position(|w| w == end);
        let behind = at.map_or(self.rest.len(), |at| at + end.len());
        self.rest = &self.rest[behind..];
    }

    /// Comments may stand in comments.
    fn skip_comment(&mut self) {
        let mut depth = 0;
        while !self.rest.is_empty() {
            let step = match self.rest {
                [b'/', b'*', ..] => {
                    depth += 1;
                    2
                }
                [b'*', b'/', ..] => {
                    depth -= 1;
                    2
                }
                _ => 1,
            };
            self.rest = &self.rest[step..];
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_string(&mut self) {
        self.rest = &self.rest[1..];
        while let Some(c) = self.rest.first() {
            let step = if *c == b'\\' { 2 } else { 1 };
            let ended = *c == b'"';
            self.rest = &self.rest[step.min(self.rest.len())..];
            if ended {
                return;
            }
        }
    }

    /// The number of `#` of a raw string that begins here.
    fn raw_string(&self) -> Option<usize> {
        let behind = self.rest.strip_prefix(b"r")?;
        let hashes = behind.iter().take_while(|c| **c == b'#').count();
        (behind.get(hashes) == Some(&b'"')).then_some(hashes)
    }

    /// `'{'`; a lifetime has no second quote.
    fn skip_character(&mut self) {
        let len = match self.rest {
            [_, b'\\', ..] => self.rest[2..]
                .iter()
                .skip(1)
                .position(|c| *c == b'\'')
                .map(|at| at + 4),
            [_, _, ..] => {
                let wide = std::str::from_utf8(&self.rest[1..])
                    .ok()
                    .and_then(|s| s.chars().next());
                let width = wide.map_or(1, char::len_utf8);
                (self.rest.get(1 + width) == Some(&b'\'')).then_some(width + 2)
            }
            _ => None,
        };
        self.rest = &self.rest[len.unwrap_or(1).min(self.rest.len())..];
    }
}
