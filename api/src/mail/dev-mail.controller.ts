import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '../kernel/auth/actor.ts'
import { Policy } from '../kernel/policy.ts'
import { Portal } from '../kernel/portal.ts'
import { say } from '../kernel/wording.ts'
import { Mailer } from './mailer.ts'

/** The mail folder as two plain pages without style or script; in production there is nothing at this address. */
@Controller('dev/mail')
export class DevMailController {
  constructor(
    private readonly mailer: Mailer,
    private readonly portal: Portal,
  ) {}

  @Get()
  @Policy('public')
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.refuseInProduction()
    const language = languageOf(request)
    const letters = await this.mailer.post.list()
    const items = letters.map(
      ({ id, at, to, subject }) =>
        `<li><a href="/dev/mail/${id}"><bdi>${plain(subject)}</bdi></a><br><bdi>${plain(to)}</bdi>, <bdi>${at.toISOString()}</bdi></li>`,
    )
    const body = items.length === 0 ? `<p>${plain(say(language, 'devMail.none'))}</p>` : `<ul>${items.join('\n')}</ul>`
    send(reply, language, say(language, 'devMail.title'), `<p>${plain(say(language, 'devMail.what'))}</p>\n${body}`)
  }

  @Get(':id')
  @Policy('public')
  async letter(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.refuseInProduction()
    const letter = await this.mailer.post.find(id)
    if (letter === undefined) throw new NotFoundException()
    const language = languageOf(request)
    const to = `<p>${plain(say(language, 'devMail.to'))}: <bdi>${plain(letter.to)}</bdi>, <bdi>${letter.at.toISOString()}</bdi></p>`
    const back = `<p><a href="/dev/mail">${plain(say(language, 'devMail.back'))}</a></p>`
    const text = letter.text
      .trim()
      .split('\n\n')
      .map((paragraph) => `<p dir="auto">${linked(paragraph, this.portal.origin)}</p>`)
    send(reply, language, letter.subject, [to, ...text, back].join('\n'))
  }

  private refuseInProduction(): void {
    if (this.portal.mode === 'production') throw new NotFoundException()
  }
}

function send(reply: FastifyReply, language: Language, title: string, body: string): void {
  void reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${plain(title)}</title></head>
<body><main><h1 dir="auto">${plain(title)}</h1>
${body}
</main></body></html>`,
    )
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const plain = (text: string): string => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? '')

/** Only addresses of this portal become links. */
const linked = (paragraph: string, origin: string): string =>
  paragraph.startsWith(`${origin}/`)
    ? `<a href="${plain(paragraph)}">${plain(paragraph)}</a>`
    : plain(paragraph).replaceAll('\n', '<br>')

const languageOf = (request: FastifyRequest): Language => {
  const first = (request.headers['accept-language'] ?? '').slice(0, 2).toLowerCase()
  return first === 'fr' || first === 'ar' ? first : 'en'
}
