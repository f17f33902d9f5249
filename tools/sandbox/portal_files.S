// The bytes of the page's files, each between spk_portal_NAME and spk_portal_NAME_end.
.macro embed symbol, file
  .global \symbol
  .hidden \symbol
  .global \symbol\()_end
  .hidden \symbol\()_end
\symbol:
  .incbin "\file"
\symbol\()_end:
.endm

.section .rodata
#define SPK_PORTAL_FILE(name, path, file, content_type) embed spk_portal_##name, file;
#include "portal_files.def"

.section .note.GNU-stack, "", %progbits
