/**
 * Tells whether a text is JSON (RFC 8259), piece by piece, without keeping it: a file of any size in flat memory.
 * Nesting deeper than `deepest` is refused.
 */
export class JsonShape {
  /** `{` and `[` that are open. */
  private readonly open: ('{' | '[')[] = []
  private expects: Expectation = 'value'
  /** Inside a string, or a word such as a number; what of it has been seen. */
  private word: { kind: 'string' | 'plain'; seen: string } | undefined
  private broken = false

  /** Takes the next piece; false as soon as the text is no JSON. */
  take(piece: string): boolean {
    for (const character of piece) {
      if (this.broken) return false
      this.broken = !this.takeOne(character)
    }
    return !this.broken
  }

  /** Call after the last piece. */
  end(): boolean {
    return !this.broken && this.endOfPlain() && this.word === undefined && this.expects === 'end'
  }

  private takeOne(character: string): boolean {
    if (this.word?.kind === 'string') return this.inString(this.word, character)
    if (this.word?.kind === 'plain' && /[\w.+-]/.test(character)) {
      this.word.seen += character
      return this.word.seen.length <= longestNumber
    }
    if (!this.endOfPlain()) return false
    if (/[ \t\n\r]/.test(character)) return true
    return this.atMark(character)
  }

  private atMark(character: string): boolean {
    switch (character) {
      case '{':
      case '[':
        if (!this.mayBeginValue()) return false
        this.open.push(character)
        this.expects = character === '{' ? 'firstKey' : 'firstItem'
        return this.open.length <= deepest
      case '}':
        return this.close('{', this.expects === 'firstKey' || this.expects === 'next')
      case ']':
        return this.close('[', this.expects === 'firstItem' || this.expects === 'next')
      case ',':
        if (this.expects !== 'next') return false
        this.expects = this.open.at(-1) === '{' ? 'key' : 'value'
        return true
      case ':':
        if (this.expects !== 'colon') return false
        this.expects = 'value'
        return true
      case '"':
        if (this.expects !== 'key' && this.expects !== 'firstKey' && !this.mayBeginValue()) return false
        this.word = { kind: 'string', seen: '' }
        return true
      default:
        if (!/[-\dtfn]/.test(character) || !this.mayBeginValue()) return false
        this.word = { kind: 'plain', seen: character }
        return true
    }
  }

  private mayBeginValue(): boolean {
    return this.expects === 'value' || this.expects === 'firstItem'
  }

  private close(opened: '{' | '[', isRightMoment: boolean): boolean {
    if (!isRightMoment || this.open.pop() !== opened) return false
    this.afterValue()
    return true
  }

  private afterValue(): void {
    this.expects = this.open.length === 0 ? 'end' : 'next'
  }

  /** `seen` holds an escape that has begun, nothing else. */
  private inString(word: { seen: string }, character: string): boolean {
    if (word.seen !== '') {
      word.seen += character
      if (/^\\(?:["\\/bfnrt]|u[\da-f]{4})$/i.test(word.seen)) word.seen = ''
      return word.seen === '' || /^\\u[\da-f]{0,3}$/i.test(word.seen)
    }
    if (character === '\\') word.seen = character
    else if (character === '"') {
      this.word = undefined
      if (this.expects === 'key' || this.expects === 'firstKey') this.expects = 'colon'
      else this.afterValue()
    } else return character >= ' '
    return true
  }

  private endOfPlain(): boolean {
    if (this.word?.kind !== 'plain') return true
    const { seen } = this.word
    this.word = undefined
    this.afterValue()
    return /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(seen)
  }
}

type Expectation = 'value' | 'firstItem' | 'firstKey' | 'key' | 'colon' | 'next' | 'end'

const deepest = 512
const longestNumber = 1000
