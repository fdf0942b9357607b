import { createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#f1f2fd',
  '#e0e2f8',
  '#bfc3ef',
  '#9ca2e6',
  '#7f86de',
  '#6b72d8',
  '#565dcb',
  '#4549b8',
  '#3a3e9c',
  '#2f3280',
]

const gray: MantineColorsTuple = [
  '#f8f8f9',
  '#f1f1f3',
  '#e6e7ea',
  '#d9dade',
  '#c3c5cb',
  '#9a9da6',
  '#6b6f7a',
  '#4d515b',
  '#34373f',
  '#1b1d22',
]

const dark: MantineColorsTuple = [
  '#e7e8ec',
  '#c6c9d0',
  '#a3a8b4',
  '#747a87',
  '#3a3e48',
  '#2b2e36',
  '#1d1f25',
  '#131418',
  '#0f1013',
  '#0a0b0d',
]

/** How the console looks: quiet greys, one accent, small type. Colours of meaning are in theme.css. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, gray, dark },
  autoContrast: true,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "Inter, 'SF Pro Text', system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.45' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.35' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.45' },
    },
  },
  // As plain data: importing the components here would put all of them into the first load.
  components: {
    Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
    // A closed list of choices does not exist: each would be placed on the page, and the page laid out for it, when a screen opens.
    Combobox: { defaultProps: { keepMounted: false } },
    // What would take the focus in place of the first item is nothing a menu may contain.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'md',
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: {
      defaultProps: {
        position: 'right',
        overlayProps: { backgroundOpacity: 0.2 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Text: { defaultProps: { size: 'sm' } },
    Anchor: { defaultProps: { size: 'sm', underline: 'always' } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } },
  },
})
