import { Trans, useLingui } from '@lingui/react/macro'
import { BodyLong, Heading, List } from '@navikt/ds-react'
import { PageTitle } from '../../ui/page-title.tsx'
import { TextLink } from '../../ui/text-link.tsx'

/** What the portal does to be usable by everyone, what is known to fall short, and whom to tell. */
export function AccessibilityPage() {
  const { t } = useLingui()
  return (
    <div className="ui-page ui-page--reading">
      <PageTitle title={t`Accessibility and help`} />
      <BodyLong spacing>
        <Trans>
          Everyone should be able to use this portal: with a keyboard, a screen reader, large text, or few colours. We
          aim for WCAG 2.2, level AA. Every screen is checked by machine with each change, in English and in Arabic.
        </Trans>
      </BodyLong>
      <Heading level="2" size="medium" spacing>
        <Trans>What you can do</Trans>
      </Heading>
      <List>
        <List.Item>
          <Trans>Reach everything with Tab, Enter, Space and the arrow keys. The first Tab leads past the menu.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Choose the language and a light or dark appearance at the foot of each page.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Enlarge to 400%: only wide tables scroll sideways, within their own frame.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Read every chart as a table. No state is shown by colour alone.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Print any page. Charts print with their tables.</Trans>
        </List.Item>
      </List>
      <Heading level="2" size="medium" spacing>
        <Trans>What falls short</Trans>
      </Heading>
      <List>
        <List.Item>
          <Trans>Files that applicants upload are as accessible as their authors made them.</Trans>
        </List.Item>
        <List.Item>
          <Trans>Letters are not available as a PDF yet; the screen holds the same text.</Trans>
        </List.Item>
      </List>
      <Heading level="2" size="medium" spacing>
        <Trans>Tell us</Trans>
      </Heading>
      <BodyLong spacing>
        <Trans>
          If something does not work for you, write to the agency that runs this portal. Say which page it was and what
          you use. The agency answers within 10 days.
        </Trans>
      </BodyLong>
      <Heading level="2" size="medium" spacing>
        <Trans>Help</Trans>
      </Heading>
      <BodyLong spacing>
        <Trans>
          To find out whether a model is approved, search the register by its name, its developer or its number. To ask
          for an approval, sign in and start a dossier. You can stop at any time: what you type is saved.
        </Trans>
      </BodyLong>
      <BodyLong>
        <TextLink to="/register">
          <Trans>Search the register</Trans>
        </TextLink>
      </BodyLong>
    </div>
  )
}
