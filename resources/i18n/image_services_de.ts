<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AccountPanel</name>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>None (Public Services Only)</source>
        <translation>Keine (nur öffentliche Dienste)</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>User Name and Password</source>
        <translation>Benutzername und Kennwort</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Token or API Key</source>
        <translation>Token oder API-Schlüssel</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Sign In with the Browser (OAuth 2)</source>
        <translation>Anmeldung im Webbrowser (OAuth 2)</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Existing Authentication Configuration</source>
        <translation>Vorhandene Authentifizierungskonfiguration</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Sign-in</source>
        <translation>An&amp;meldung</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;User name</source>
        <translation>&amp;Benutzername</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Password</source>
        <translation>&amp;Kennwort</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Token or key</source>
        <translation>&amp;Token oder Schlüssel</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Client ID</source>
        <translation>&amp;Client-ID</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Redirect p&amp;ort</source>
        <translation>Um&amp;leitungsport</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Redirect URL</source>
        <translation>Umleitungs-URL</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>C&amp;onfiguration</source>
        <translation>K&amp;onfiguration</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the user name.</source>
        <translation>Geben Sie den Benutzernamen ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the password.</source>
        <translation>Geben Sie das Kennwort ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the token or API key.</source>
        <translation>Geben Sie das Token oder den API-Schlüssel ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the client ID of an application that is registered in the portal.</source>
        <translation>Geben Sie die Client-ID einer Anwendung ein, die im Portal registriert ist.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Choose an authentication configuration, or create one.</source>
        <translation>Wählen Sie eine Authentifizierungskonfiguration oder legen Sie eine an.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>It is kept in QGIS&apos;s encrypted authentication database, and sent to this GIS only.</source>
        <translation>Die Angaben werden in der verschlüsselten Authentifizierungsdatenbank von QGIS aufbewahrt und nur an dieses GIS gesendet.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Services that are shared with everyone can be used without signing in.</source>
        <translation>Dienste, die für alle freigegeben sind, lassen sich ohne Anmeldung nutzen.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>An account of the GIS itself; one with a company login or a second factor has to use the browser.</source>
        <translation>Ein Konto des GIS selbst; Konten mit Firmenanmeldung oder zweitem Faktor müssen sich im Webbrowser anmelden.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>It cannot be renewed: once it has expired, enter another one here.</source>
        <translation>Ein Token lässt sich nicht erneuern: Geben Sie nach Ablauf hier ein neues ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Ask the administrator of the portal for the client ID of an application for which exactly this redirect URL is registered.</source>
        <translation>Erfragen Sie bei der Administration des Portals die Client-ID einer Anwendung, für die genau diese Umleitungs-URL registriert ist.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>QGIS applies it to every request to this GIS: OAuth 2, certificates, headers.</source>
        <translation>QGIS wendet sie auf jede Anfrage an dieses GIS an: OAuth 2, Zertifikate, Kopfzeilen.</translation>
    </message>
</context>
<context>
    <name>AuthStore</name>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>The sign-in cannot be kept: QGIS&apos;s authentication database stays locked without its master password.</source>
        <translation>Die Anmeldung kann nicht aufbewahrt werden: Ohne Hauptkennwort bleibt die Authentifizierungsdatenbank von QGIS gesperrt.</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>QGIS&apos;s authentication database is disabled ({reason}), so no sign-in can be kept. Public services can be used without one.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist deaktiviert ({reason}), daher kann keine Anmeldung aufbewahrt werden. Öffentliche Dienste lassen sich ohne Anmeldung nutzen.</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>Image Services: {name}</source>
        <translation>Bilddienste: {name}</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>QGIS could not write the sign-in into its authentication database.</source>
        <translation>QGIS konnte die Anmeldung nicht in seine Authentifizierungsdatenbank schreiben.</translation>
    </message>
</context>
<context>
    <name>BandList</name>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Bands to download; drag them into the order wanted</source>
        <translation>Herunterzuladende Kanäle; durch Ziehen in die gewünschte Reihenfolge bringen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Check all bands</source>
        <translation>Alle Kanäle auswählen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Uncheck all bands</source>
        <translation>Alle Kanäle abwählen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Check bands that are often wanted together, in their usual order</source>
        <translation>Kanäle auswählen, die oft zusammen gebraucht werden, in ihrer üblichen Reihenfolge</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>All Bands</source>
        <translation>Alle Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Natural Colour</source>
        <translation>Echtfarben</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Colour Infrared</source>
        <translation>Farbinfrarot</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>First Three</source>
        <translation>Die ersten drei</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Values from {low} to {high}</source>
        <translation>Werte von {low} bis {high}</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>No band is checked: check at least one.</source>
        <translation>Kein Kanal ist ausgewählt: Wählen Sie mindestens einen.</translation>
    </message>
</context>
<context>
    <name>BrowseDialog</name>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Browse Image Services</source>
        <translation>Bilddienste durchsuchen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Add Layer</source>
        <translation>Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Choose what to download: exact pixel values, as a GeoTIFF</source>
        <translation>Auswählen, was heruntergeladen wird: exakte Pixelwerte, als GeoTIFF</translation>
    </message>
</context>
<context>
    <name>BrowseFilters</name>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Any owner</source>
        <translation>Alle Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>User name of the owner</source>
        <translation>Benutzername des Besitzers</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Any Pixel Type</source>
        <translation>Alle Pixeltypen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Only within the map &amp;view</source>
        <translation>Nur in der &amp;Kartenansicht</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Only those I can &amp;read</source>
        <translation>Nur für mich &amp;lesbare</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Ask every service whether it hands out pixels to this sign-in; takes longer</source>
        <translation>Jeden Dienst fragen, ob er dieser Anmeldung Pixel liefert; dauert länger</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Best Match</source>
        <translation>Beste Übereinstimmung</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Newest First</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Most Viewed First</source>
        <translation>Meistgesehene zuerst</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>&amp;Owner</source>
        <translation>&amp;Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>&amp;Pixel type</source>
        <translation>&amp;Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>So&amp;rt by</source>
        <translation>&amp;Sortieren nach</translation>
    </message>
</context>
<context>
    <name>BrowseModel</name>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with everyone</source>
        <translation>für alle freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with the organization</source>
        <translation>für die Organisation freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with groups</source>
        <translation>für Gruppen freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>not shared</source>
        <translation>nicht freigegeben</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Image services of ArcGIS portals and servers</source>
        <translation>Bilddienste von ArcGIS-Portalen und -Servern</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Listing image services</source>
        <translation>Bilddienste auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>No image services</source>
        <translation>Keine Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>More…</source>
        <translation>Mehr…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Double-click to list more image services</source>
        <translation>Doppelklicken, um weitere Bilddienste aufzulisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Loading…</source>
        <translation>Lade…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Browse Image Services…</source>
        <translation>Bilddienste durchsuchen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>List More</source>
        <translation>Weitere auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Service Properties…</source>
        <translation>Diensteigenschaften…</translation>
    </message>
</context>
<context>
    <name>CellSizeField</name>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Width of a cell; empty is the size of the service&apos;s own cells</source>
        <translation>Breite einer Zelle; leer: Größe der Zellen des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Cell width</source>
        <translation>Zellenbreite</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Cell height</source>
        <translation>Zellenhöhe</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Height of a cell; empty is the same as the width</source>
        <translation>Höhe einer Zelle; leer: gleich der Breite</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (native)</source>
        <translation>{size} (Original)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (suggested)</source>
        <translation>{size} (Vorschlag)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (level {level})</source>
        <translation>{size} (Ebene {level})</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} ({factor} × native)</source>
        <translation>{size} ({factor} × Original)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} ({factor} × suggested)</source>
        <translation>{size} ({factor} × Vorschlag)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>“{text}” is no cell size: give a positive number.</source>
        <translation>„{text}“ ist keine Zellengröße: Geben Sie eine positive Zahl an.</translation>
    </message>
</context>
<context>
    <name>ClipField</name>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Polygon layer of the project; cells outside its polygons become NoData</source>
        <translation>Polygonlayer des Projekts; Zellen außerhalb der Polygone werden NoData</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Selected features only</source>
        <translation>Nur gewählte Objekte</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>The layer “{name}” has no CRS: set it, or clip to another layer.</source>
        <translation>Der Layer „{name}“ hat kein KBS: Legen Sie es fest oder schneiden Sie auf einen anderen Layer zu.</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Reading the polygons of “{name}”…</source>
        <translation>Polygone von „{name}“ werden gelesen…</translation>
    </message>
</context>
<context>
    <name>DownloadDialog</name>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Download from Image Service</source>
        <translation>Von Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Copy As</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>qgis_process Command</source>
        <translation>qgis_process-Befehl</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Python Command</source>
        <translation>Python-Befehl</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Asking the service what it offers…</source>
        <translation>Der Dienst wird gefragt, was er bietet…</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Give the address of an image service to see what can be downloaded.</source>
        <translation>Geben Sie die Adresse eines Bilddienstes an, um zu sehen, was sich herunterladen lässt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The polygons lie outside the extent: nothing would be left of the raster.</source>
        <translation>Die Polygone liegen außerhalb der Ausdehnung: Vom Raster bliebe nichts übrig.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Cells outside the polygons become NoData; tiles outside are not fetched.</source>
        <translation>Zellen außerhalb der Polygone werden NoData; Kacheln außerhalb werden nicht geholt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The polygons are in no file and too many for a command: Copy As and Refresh do without them.</source>
        <translation>Die Polygone liegen in keiner Datei und sind zu viele für einen Befehl: „Kopieren als“ und „Vom Dienst aktualisieren“ lassen sie weg.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>“{name}” is being written by a running download: choose another file for a second one.</source>
        <translation>„{name}“ wird gerade von einem laufenden Download geschrieben: Wählen Sie für einen zweiten eine andere Datei.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>“{name}” exists and will be replaced.</source>
        <translation>„{name}“ ist vorhanden und wird ersetzt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The download has started; its progress is shown above the map.</source>
        <translation>Der Download wurde gestartet; der Fortschritt wird über der Karte angezeigt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Nothing here can open “{path}”.</source>
        <translation>Nichts hier kann „{path}“ öffnen.</translation>
    </message>
</context>
<context>
    <name>DownloadJob</name>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Downloading “{name}”</source>
        <translation>Herunterladen von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download finished</source>
        <translation>Download abgeschlossen</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>“{name}”, {columns} × {rows} cells in {time}.</source>
        <translation>„{name}“, {columns} × {rows} Zellen in {time}.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>{count} of its tiles could not be had and are filled with NoData.</source>
        <translation>{count} der Kacheln waren nicht zu bekommen und sind mit NoData gefüllt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download incomplete</source>
        <translation>Download unvollständig</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download of “{name}” failed</source>
        <translation>Herunterladen von „{name}“ gescheitert</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>“{name}” was cancelled, nothing was kept.</source>
        <translation>„{name}“ wurde abgebrochen, nichts wurde behalten.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download cancelled</source>
        <translation>Download abgebrochen</translation>
    </message>
</context>
<context>
    <name>ExtentField</name>
    <message>
        <location filename="../../ui/extent_field.py"/>
        <source>Full extent of the service</source>
        <translation>Gesamte Ausdehnung des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/extent_field.py"/>
        <source>“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code], or choose one.</source>
        <translation>„{text}“ ist keine Ausdehnung: Schreiben Sie xmin,xmax,ymin,ymax [EPSG:Code] oder wählen Sie eine aus.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>{bands}, {kind}, {columns} × {rows} cells of {width} × {height} {unit}</source>
        <translation>{bands}, {kind}, {columns} × {rows} Zellen zu {width} × {height} {unit}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/facts.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>unknown pixel type</source>
        <translation>unbekannter Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>map units</source>
        <translation>Karteneinheiten</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Searching for image services</source>
        <translation>Suche nach Bilddiensten</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Searching…</source>
        <translation>Suche…</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Image services: {shown}.</source>
        <translation>Bilddienste: {shown}.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>{shown} of {total} image services, scroll for more.</source>
        <translation>{shown} von {total} Bilddiensten, für weitere scrollen.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>{shown} of {seen} image services looked at, scroll for more.</source>
        <translation>{shown} von {seen} geprüften Bilddiensten, für weitere scrollen.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Folders that cannot be read: {count}.</source>
        <translation>Nicht lesbare Ordner: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>No image service matches “{text}”.</source>
        <translation>Kein Bilddienst passt zu „{text}“.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>There are no image services here, or none that this sign-in may see.</source>
        <translation>Hier gibt es keine Bilddienste oder keine, die diese Anmeldung sehen darf.</translation>
    </message>
</context>
<context>
    <name>GisBar</name>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Registered portals and servers</source>
        <translation>Registrierte Portale und Server</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>&amp;GIS</source>
        <translation>&amp;GIS</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Edit GIS…</source>
        <translation>GIS bearbeiten…</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Remove GIS…</source>
        <translation>GIS entfernen…</translation>
    </message>
</context>
<context>
    <name>GisCheck</name>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>The portal answers, but names nobody who is signed in: the sign-in belongs to an application or to another portal. Only what is public may be seen with it.</source>
        <translation>Das Portal antwortet, nennt aber niemanden, der angemeldet ist: Die Anmeldung gehört zu einer Anwendung oder zu einem anderen Portal. Mit ihr ist möglicherweise nur Öffentliches zu sehen.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>This server knows no user names: register it without a sign-in.</source>
        <translation>Dieser Server kennt keine Benutzernamen: Registrieren Sie ihn ohne Anmeldung.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Online at {root}</source>
        <translation>ArcGIS Online unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Enterprise portal at {root}</source>
        <translation>ArcGIS-Enterprise-Portal unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Server at {root}</source>
        <translation>ArcGIS Server unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{server}, which belongs to the portal at {owner}</source>
        <translation>{server}, gehört zum Portal unter {owner}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>Signed in as {who} on {where}, privileges: {privileges}.</source>
        <translation>Angemeldet als {who}, {where}; Berechtigungen: {privileges}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{where} answers. Only public services are shown without a sign-in.</source>
        <translation>{where} antwortet. Ohne Anmeldung werden nur öffentliche Dienste gezeigt.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{where} answers. At its root are folders: {folders}, image services: {services}.</source>
        <translation>{where} antwortet. Auf der obersten Ebene liegen Ordner: {folders}, Bilddienste: {services}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>Signed in as {who} on {where}. At its root are folders: {folders}, image services: {services}.</source>
        <translation>Angemeldet als {who}, {where}. Auf der obersten Ebene liegen Ordner: {folders}, Bilddienste: {services}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>read what the organization shares</source>
        <translation>Freigegebenes der Organisation lesen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>publish tiled image services</source>
        <translation>gekachelte Bilddienste veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>publish dynamic image services</source>
        <translation>dynamische Bilddienste veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>raster analysis</source>
        <translation>Rasteranalyse</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>read</source>
        <translation>lesen</translation>
    </message>
</context>
<context>
    <name>GisDialog</name>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Edit GIS</source>
        <translation>GIS bearbeiten</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register GIS</source>
        <translation>GIS registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>A name of your own</source>
        <translation>Ein Name Ihrer Wahl</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Address of a portal or a server; any page of it, a service or an item will do as well</source>
        <translation>Adresse eines Portals oder Servers; jede Seite davon, ein Dienst oder ein Element tut es auch</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Use the Portal</source>
        <translation>Portal verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register the portal that this server belongs to: people sign in there</source>
        <translation>Das Portal registrieren, zu dem dieser Server gehört: Dort meldet man sich an</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register</source>
        <translation>Registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Sign in, and say as whom</source>
        <translation>Anmelden und zeigen, als wer</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Portal or Server</source>
        <translation>Portal oder Server</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Find out what is at the address</source>
        <translation>Herausfinden, was unter der Adresse liegt</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>A GIS named “{name}” is registered already: choose another name.</source>
        <translation>Ein GIS namens „{name}“ ist bereits registriert: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Sign in to {root}</source>
        <translation>Anmelden bei {root}</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>The address is not encrypted, so no sign-in is sent there: use its https address.</source>
        <translation>Die Adresse ist unverschlüsselt, daher wird keine Anmeldung dorthin gesendet: Verwenden Sie die https-Adresse.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>People sign in with the browser at portals, and this is a server: give its portal.</source>
        <translation>Im Webbrowser meldet man sich bei Portalen an, dies ist aber ein Server: Geben Sie sein Portal an.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Save Anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register Anyway</source>
        <translation>Trotzdem registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>It does not work as entered.</source>
        <translation>Mit diesen Angaben funktioniert es nicht.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Stop signing in</source>
        <translation>Anmeldung abbrechen</translation>
    </message>
</context>
<context>
    <name>GisStore</name>
    <message>
        <location filename="../../plugin/gis_store.py"/>
        <source>QGIS&apos;s authentication database is disabled: enable it in the options, then try again.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist deaktiviert: Aktivieren Sie sie in den Optionen und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_store.py"/>
        <source>The authentication configuration “{authcfg}” cannot be read: enter QGIS&apos;s master password, or choose another configuration.</source>
        <translation>Die Authentifizierungskonfiguration „{authcfg}“ kann nicht gelesen werden: Geben Sie das Hauptkennwort von QGIS ein oder wählen Sie eine andere Konfiguration.</translation>
    </message>
</context>
<context>
    <name>ImageServices</name>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Download from Image Service…</source>
        <translation>Von Bilddienst herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Download pixel values from an ArcGIS image service</source>
        <translation>Pixelwerte von einem ArcGIS-Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Browse Image Services…</source>
        <translation>Bilddienste durchsuchen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/provider.py"/>
        <source>Image Services for ArcGIS</source>
        <translation>Image Services for ArcGIS</translation>
    </message>
</context>
<context>
    <name>ImageServicesAlgorithms</name>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Image services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>The address holds a password or a token, which QGIS would keep in its history. Leave it out, and give an authentication configuration instead.</source>
        <translation>Die Adresse enthält ein Kennwort oder ein Token, das QGIS in seinem Verlauf aufbewahren würde. Lassen Sie es weg und geben Sie stattdessen eine Authentifizierungskonfiguration an.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Cancelled. Nothing was kept.</source>
        <translation>Abgebrochen. Nichts wurde behalten.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Image service URL</source>
        <translation>URL des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Registered GIS</source>
        <translation>Registriertes GIS</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Download from image service</source>
        <translation>Von Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>arcgis,esri,imageserver,exportimage,raster,elevation,imagery,download,rest</source>
        <translation>arcgis,esri,imageserver,exportimage,raster,bilddienst,höhenmodell,luftbild,satellitenbild,download,herunterladen,rest</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Downloads pixel values from an ArcGIS image service into a GeoTIFF.

In the service&apos;s own spatial reference and cell size the values are those of the source, bit for bit: the extent is snapped to the service&apos;s cells, nothing is resampled, no rendering is applied, and NoData is kept. In another spatial reference or cell size the server resamples, over one grid, without seams.

The raster is fetched in tiles, several at once; how many depends on how well the server keeps up. The output appears when it is complete: a download that fails or is cancelled leaves nothing.

Extent: any coordinate system; empty is everything. It is cut to the service&apos;s extent.
Clip to polygons: cells outside become NoData, and tiles outside are not fetched.
Bands: counted from 1, in the order wanted, such as 4,3,2.
Cell size: one number, or width,height, in units of the output.
Rendering rule: empty gives raw values; else the name of one of the service&apos;s raster functions, or JSON.
Time: 2020-06-01, or 2020-06-01/2020-06-30.</source>
        <translation>Lädt Pixelwerte von einem ArcGIS-Bilddienst in ein GeoTIFF herunter.

Im Koordinatenbezugssystem und in der Zellengröße des Dienstes sind die Werte Bit für Bit die der Quelle: Die Ausdehnung wird auf die Zellen des Dienstes eingepasst, nichts wird neu abgetastet, keine Darstellung wird angewendet, und NoData bleibt erhalten. In einem anderen Koordinatenbezugssystem oder einer anderen Zellengröße tastet der Server neu ab, über ein einziges Gitter und ohne Nähte.

Das Raster wird in Kacheln geholt, mehrere gleichzeitig; wie viele, hängt davon ab, wie gut der Server nachkommt. Die Ausgabe erscheint, sobald sie vollständig ist: Ein Download, der scheitert oder abgebrochen wird, hinterlässt nichts.

Ausdehnung: in einem beliebigen Koordinatensystem; leer bedeutet alles. Sie wird auf die Ausdehnung des Dienstes beschnitten.
Auf Polygone zuschneiden: Zellen außerhalb werden NoData, Kacheln außerhalb werden nicht geholt.
Kanäle: von 1 an gezählt, in der gewünschten Reihenfolge, etwa 4,3,2.
Zellengröße: eine Zahl oder Breite,Höhe, in Einheiten der Ausgabe.
Rendering-Regel: leer ergibt Rohwerte; sonst der Name einer Rasterfunktion des Dienstes oder JSON.
Zeit: 2020-06-01 oder 2020-06-01/2020-06-30.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Clip to polygons</source>
        <translation>Auf Polygone zuschneiden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Output spatial reference</source>
        <translation>Ausgabe-KBS</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Cell size</source>
        <translation>Zellengröße</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Downloaded raster</source>
        <translation>Heruntergeladenes Raster</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tiles filled with NoData</source>
        <translation>Mit NoData gefüllte Kacheln</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Bytes received</source>
        <translation>Empfangene Bytes</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tile columns</source>
        <translation>Spalten einer Kachel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tile rows</source>
        <translation>Zeilen einer Kachel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Transfer format</source>
        <translation>Übertragungsformat</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Most parallel requests</source>
        <translation>Höchstzahl paralleler Anfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>When a tile cannot be had</source>
        <translation>Wenn eine Kachel nicht zu bekommen ist</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Compression on disk</source>
        <translation>Kompression auf dem Datenträger</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Replace an existing output</source>
        <translation>Vorhandene Ausgabe ersetzen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>An existing file is replaced only once the new one is complete.</source>
        <translation>Eine vorhandene Datei wird erst ersetzt, wenn die neue vollständig ist.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Pixel type</source>
        <translation>Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>NoData value</source>
        <translation>NoData-Wert</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>NoData if</source>
        <translation>NoData, wenn</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Largest error allowed (LERC)</source>
        <translation>Größter zulässiger Fehler (LERC)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Compression on the way (TIFF)</source>
        <translation>Kompression bei der Übertragung (TIFF)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Quality (JPEG)</source>
        <translation>Qualität (JPEG)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Rendering rule</source>
        <translation>Rendering-Regel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Mosaic rule</source>
        <translation>Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>{columns} × {rows} cells, {bands} {kind}; {tiles} in {requests} with {retries}; {size} in {seconds} s ({rate} MB/s), up to {parallel} at once</source>
        <translation>{columns} × {rows} Zellen, {bands} {kind}; {tiles} in {requests} mit {retries}; {size} in {seconds} s ({rate} MB/s), bis zu {parallel} gleichzeitig</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln tile(s)</source>
        <translation>
            <numerusform>%Ln Kachel</numerusform>
            <numerusform>%Ln Kacheln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage</numerusform>
            <numerusform>%Ln Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln retries</source>
        <translation>
            <numerusform>%Ln Wiederholung</numerusform>
            <numerusform>%Ln Wiederholungen</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Transfer format: {reason}</source>
        <translation>Übertragungsformat: {reason}</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Native grid: the values are those of the source, unchanged</source>
        <translation>Originalgitter: Die Werte sind unverändert die der Quelle</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>column {column}, row {row}, {columns} × {rows} cells</source>
        <translation>Spalte {column}, Zeile {row}, {columns} × {rows} Zellen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Filled with NoData: {where} ({reason})</source>
        <translation>Mit NoData gefüllt: {where} ({reason})</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no cell size: give one number, or width,height.</source>
        <translation>„{text}“ ist keine Zellengröße: Geben Sie eine Zahl an, oder Breite,Höhe.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no NoData value: give one number, or one per band.</source>
        <translation>„{text}“ ist kein NoData-Wert: Geben Sie eine Zahl an, oder eine je Kanal.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>The layer to clip to holds no polygons: choose another one.</source>
        <translation>Der Layer zum Zuschneiden enthält keine Polygone: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code].</source>
        <translation>„{text}“ ist keine Ausdehnung: Schreiben Sie xmin,xmax,ymin,ymax [EPSG:Code].</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>The extent “{text}” is empty or upside down: QGIS writes extents as xmin,xmax,ymin,ymax [EPSG:code].</source>
        <translation>Die Ausdehnung „{text}“ ist leer oder verkehrt herum: QGIS schreibt Ausdehnungen als xmin,xmax,ymin,ymax [EPSG:Code].</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>A spatial reference among the inputs is not known to QGIS: choose another one.</source>
        <translation>QGIS kennt ein Koordinatenbezugssystem unter den Eingaben nicht: Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no list of bands: give whole numbers, such as 4,3,2.</source>
        <translation>„{text}“ ist keine Liste von Kanälen: Geben Sie ganze Zahlen an, etwa 4,3,2.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>List image services</source>
        <translation>Bilddienste auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>arcgis,esri,imageserver,catalog,browse,search,footprints,portal</source>
        <translation>arcgis,esri,imageserver,bilddienst,katalog,durchsuchen,suchen,umrisse,portal</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Lists the image services of a registered GIS, or of the portal, server or service at an address: one footprint per service, with what the service says of itself. Servers are read folder by folder, at any depth; portals are searched. Services that want a sign-in are listed and say so.

Search: words that must occur; empty lists everything.</source>
        <translation>Listet die Bilddienste eines registrierten GIS auf, oder des Portals, Servers oder Dienstes unter einer Adresse: je Dienst ein Umriss mit dem, was der Dienst über sich sagt. Server werden Ordner für Ordner gelesen, in beliebiger Tiefe; Portale werden durchsucht. Dienste, die eine Anmeldung verlangen, werden mit diesem Hinweis aufgelistet.

Suche: Wörter, die vorkommen müssen; leer listet alles auf.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Footprints</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Choose a registered GIS, or give an address.</source>
        <translation>Wählen Sie ein registriertes GIS oder geben Sie eine Adresse an.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n Dienst</numerusform>
            <numerusform>%n Dienste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n image service(s)</source>
        <translation>
            <numerusform>%n Bilddienst</numerusform>
            <numerusform>%n Bilddienste</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Register GIS</source>
        <translation>GIS registrieren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>arcgis,esri,portal,server,sign in,login,register</source>
        <translation>arcgis,esri,portal,server,anmelden,anmeldung,login,registrieren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Registers an ArcGIS Online organisation, an Enterprise portal or a stand-alone ArcGIS Server under a name, which the other algorithms take as GIS. The name and the address are kept in the user&apos;s profile; user names, passwords and tokens stay in QGIS&apos;s authentication database.

Authentication: a configuration of the method Basic holds the user name and password of an ArcGIS account; one of the method Esri token is a ready token; all other methods are applied to requests by QGIS itself.

A name can be registered once.</source>
        <translation>Registriert eine ArcGIS-Online-Organisation, ein Enterprise-Portal oder einen eigenständigen ArcGIS Server unter einem Namen, den die anderen Algorithmen als GIS annehmen. Name und Adresse werden im Benutzerprofil aufbewahrt; Benutzernamen, Kennwörter und Token bleiben in der Authentifizierungsdatenbank von QGIS.

Authentifizierung: Eine Konfiguration der Methode Basis enthält Benutzername und Kennwort eines ArcGIS-Kontos; eine der Methode Esri-Token ist ein fertiges Token; alle anderen Methoden wendet QGIS selbst auf die Anfragen an.

Ein Name kann nur einmal registriert werden.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Address (empty: ArcGIS Online)</source>
        <translation>Adresse (leer: ArcGIS Online)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Registered “{name}”: {url}</source>
        <translation>„{name}“ wurde registriert: {url}</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Image service information</source>
        <translation>Informationen zu Bilddienst</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>arcgis,esri,imageserver,describe,metadata,properties,rest</source>
        <translation>arcgis,esri,imageserver,bilddienst,beschreiben,metadaten,eigenschaften,rest</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Describes an ArcGIS image service: extent, spatial reference, cell size, bands, pixel type, NoData, limits, raster functions and copyright. The HTML is for people; the JSON is the service&apos;s own, with the values as they are understood here under “summary”.</source>
        <translation>Beschreibt einen ArcGIS-Bilddienst: Ausdehnung, Koordinatenbezugssystem, Zellengröße, Kanäle, Pixeltyp, NoData, Grenzen, Rasterfunktionen und Urheberrecht. Das HTML ist für Menschen; das JSON ist das des Dienstes, ergänzt unter „summary“ um die Werte, wie sie hier verstanden werden.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Description as JSON</source>
        <translation>Beschreibung als JSON</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>NoData</source>
        <translation>NoData</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>by mask</source>
        <translation>durch Maske</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Spatial reference</source>
        <translation>Koordinatenbezugssystem</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Capabilities</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Raster functions</source>
        <translation>Rasterfunktionen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Server version</source>
        <translation>Serverversion</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>“{path}” cannot be written: {reason}.</source>
        <translation>„{path}“ kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>Unregister GIS</source>
        <translation>GIS-Registrierung aufheben</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>arcgis,esri,portal,server,remove,forget</source>
        <translation>arcgis,esri,portal,server,entfernen,vergessen,abmelden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>Forgets a registered GIS. Its authentication configuration stays in QGIS&apos;s authentication database, since other connections may use it.</source>
        <translation>Vergisst ein registriertes GIS. Seine Authentifizierungskonfiguration bleibt in der Authentifizierungsdatenbank von QGIS, da andere Verbindungen sie verwenden könnten.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>“{name}” is no longer registered.</source>
        <translation>„{name}“ ist nicht mehr registriert.</translation>
    </message>
</context>
<context>
    <name>LayerActions</name>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refresh from Service</source>
        <translation>Vom Dienst aktualisieren</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Download Another Extent…</source>
        <translation>Andere Ausdehnung herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refreshing “{name}”</source>
        <translation>Aktualisieren von „{name}“</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refreshed</source>
        <translation>Aktualisiert</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” holds what the service holds now.</source>
        <translation>„{name}“ enthält jetzt, was der Dienst enthält.</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” was not refreshed</source>
        <translation>„{name}“ wurde nicht aktualisiert</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” is as it was.</source>
        <translation>„{name}“ ist unverändert.</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>“{name}” was written, but QGIS cannot read it.</source>
        <translation>„{name}“ wurde geschrieben, aber QGIS kann es nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>Image service</source>
        <translation>Bilddienst</translation>
    </message>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>native cells</source>
        <translation>Originalzellen</translation>
    </message>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>resampled by the server</source>
        <translation>vom Server neu abgetastet</translation>
    </message>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>{when}: downloaded from {url}: {columns} × {rows} cells, {bands} {kind}, {grid}</source>
        <translation>{when}: heruntergeladen von {url}: {columns} × {rows} Zellen, {bands} {kind}, {grid}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layers.py"/>
        <source>%n band(s)</source>
        <translation>
            <numerusform>%n Kanal</numerusform>
            <numerusform>%n Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layers.py"/>
        <source>%n tile(s) could not be had and are NoData.</source>
        <translation>
            <numerusform>%n Kachel war nicht zu bekommen und ist NoData.</numerusform>
            <numerusform>%n Kacheln waren nicht zu bekommen und sind NoData.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LiveLayer</name>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>A live layer asks the server for what the map shows, resampled (bilinear) to the screen. For exact values, download them.</source>
        <translation>Ein Live-Layer fragt den Server nach dem, was die Karte zeigt, für den Bildschirm neu abgetastet (bilinear). Für exakte Werte laden Sie sie herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>A live layer shows pictures that the server draws for the map; they hold colors, no values. For values, download them.</source>
        <translation>Ein Live-Layer zeigt Bilder, die der Server für die Karte zeichnet; sie enthalten Farben, keine Werte. Für Werte laden Sie sie herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>It is resampled for the screen; download it for exact values.</source>
        <translation>Er ist für den Bildschirm neu abgetastet; laden Sie ihn für exakte Werte herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>It shows pictures without values; download it for values.</source>
        <translation>Er zeigt Bilder ohne Werte; laden Sie ihn für Werte herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>Image Services: live layers of {name}</source>
        <translation>Bilddienste: Live-Layer von {name}</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>The sign-in for live layers could not be written to QGIS&apos;s database.</source>
        <translation>Die Anmeldung für Live-Layer konnte nicht in die Datenbank von QGIS geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>LiveLayers</name>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Adding “{name}”</source>
        <translation>Hinzufügen von „{name}“</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>“{name}” cannot be shown</source>
        <translation>„{name}“ kann nicht angezeigt werden</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>QGIS&apos;s own provider cannot read it.</source>
        <translation>Der Datenlieferant von QGIS kann ihn nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Live layer</source>
        <translation>Live-Layer</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Renewing the sign-in of live layers</source>
        <translation>Anmeldung der Live-Layer erneuern</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>The service hands out no images, only its description.</source>
        <translation>Der Dienst liefert keine Bilder, nur seine Beschreibung.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>The service hands out values in tiles (LERC) and no pictures, which this version of QGIS cannot show: download it instead.</source>
        <translation>Der Dienst liefert Werte in Kacheln (LERC) und keine Bilder, was diese Version von QGIS nicht anzeigen kann: Laden Sie ihn stattdessen herunter.</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Something unexpected happened ({kind}). Please report it with the details.</source>
        <translation>Etwas Unerwartetes ist geschehen ({kind}). Bitte melden Sie es mit den Details.</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Address: {url}</source>
        <translation>Adresse: {url}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>The server said: {messages}</source>
        <translation>Der Server meldete: {messages}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Column {column}, row {row}, {columns} × {rows} cells: {reason}</source>
        <translation>Spalte {column}, Zeile {row}, {columns} × {rows} Zellen: {reason}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Details…</source>
        <translation>Details…</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <location filename="../../ui/names.py"/>
        <source>1 bit</source>
        <translation>1 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>2 bits</source>
        <translation>2 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>4 bits</source>
        <translation>4 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>8-bit unsigned integer</source>
        <translation>8-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>8-bit signed integer</source>
        <translation>8-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>16-bit unsigned integer</source>
        <translation>16-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>16-bit signed integer</source>
        <translation>16-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit unsigned integer</source>
        <translation>32-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit signed integer</source>
        <translation>32-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit floating point</source>
        <translation>32-Bit-Fließkommazahl</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>64-bit floating point</source>
        <translation>64-Bit-Fließkommazahl</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Complex of two 32-bit floats</source>
        <translation>Komplexe Zahl aus zwei 32-Bit-Fließkommazahlen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Complex of two 64-bit floats</source>
        <translation>Komplexe Zahl aus zwei 64-Bit-Fließkommazahlen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Raw Pixels (BSQ)</source>
        <translation>Rohe Pixel (BSQ)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LERC</source>
        <translation>LERC</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>TIFF</source>
        <translation>TIFF</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: JPEG or PNG</source>
        <translation>Bild: JPEG oder PNG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: PNG</source>
        <translation>Bild: PNG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: PNG with Transparency</source>
        <translation>Bild: PNG mit Transparenz</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: JPEG</source>
        <translation>Bild: JPEG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Nearest Neighbour</source>
        <translation>Nächster Nachbar</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Bilinear</source>
        <translation>Bilinear</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Cubic Convolution</source>
        <translation>Kubische Faltung</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Majority</source>
        <translation>Mehrheit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>If Any Band Matches</source>
        <translation>Wenn ein Kanal übereinstimmt</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>If All Bands Match</source>
        <translation>Wenn alle Kanäle übereinstimmen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Stop and Keep Nothing</source>
        <translation>Anhalten und nichts behalten</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Fill with NoData and List</source>
        <translation>Mit NoData füllen und auflisten</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LZ77 (Exact)</source>
        <translation>LZ77 (exakt)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>JPEG (Changes Values)</source>
        <translation>JPEG (verändert Werte)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>None (Fastest)</source>
        <translation>Keine (am schnellsten)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LZW</source>
        <translation>LZW</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Deflate</source>
        <translation>Deflate</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Zstandard</source>
        <translation>Zstandard</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>None. Other formats are asked for; services that hand out nothing else need the Python package “lerc”.</source>
        <translation>Keiner. Andere Formate werden angefordert; Dienste, die nur LERC liefern, brauchen das Python-Paket „lerc“.</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>GDAL, which cannot read every answer; the Python package “lerc” can.</source>
        <translation>GDAL, das nicht jede Antwort lesen kann; das Python-Paket „lerc“ kann es.</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> columns</source>
        <translation> Spalten</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> rows</source>
        <translation> Zeilen</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Columns of a request</source>
        <translation>Spalten einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Rows of a request</source>
        <translation>Zeilen einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Default &amp;folder</source>
        <translation>Standard&amp;ordner</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>&amp;Size of a request</source>
        <translation>&amp;Größe einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Most &amp;parallel requests</source>
        <translation>Höchstzahl &amp;paralleler Anfragen</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>LERC decoder</source>
        <translation>LERC-Decoder</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Time-out for a &amp;connection</source>
        <translation>Zeitüberschreitung beim &amp;Verbinden</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Time-out for an &amp;answer</source>
        <translation>Zeitüberschreitung beim &amp;Antworten</translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>GeoTIFF (*.tif *.tiff)</source>
        <translation>GeoTIFF (*.tif *.tiff)</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Save Raster As</source>
        <translation>Raster speichern als</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>GeoTIFF to write; empty writes a temporary file that QGIS removes at its end</source>
        <translation>Zu schreibendes GeoTIFF; leer: temporäre Datei, die QGIS beim Beenden entfernt</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>[Save to temporary file]</source>
        <translation>[In temporärer Datei speichern]</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Open o&amp;utput file after running</source>
        <translation>Ausgabedatei nach Ausführung ö&amp;ffnen</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>All Image Services</source>
        <translation>Alle Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>My Organization</source>
        <translation>Meine Organisation</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>My Content</source>
        <translation>Meine Inhalte</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Plan of the download</source>
        <translation>Plan des Downloads</translation>
    </message>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Values are unchanged.</source>
        <translation>Die Werte sind unverändert.</translation>
    </message>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Transfer format: {reason}</source>
        <translation>Übertragungsformat: {reason}</translation>
    </message>
</context>
<context>
    <name>ProgressMessage</name>
    <message>
        <location filename="../../ui/progress_message.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../../ui/progress_message.py"/>
        <source>cancelling…</source>
        <translation>wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <location filename="../../ui/properties_dialog.py"/>
        <source>Image Service Properties</source>
        <translation>Eigenschaften des Bilddienstes</translation>
    </message>
</context>
<context>
    <name>RasterPanel</name>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Area to download, in any reference; it is widened to whole cells. Empty is everything.</source>
        <translation>Herunterzuladendes Gebiet in beliebigem KBS; es wird auf ganze Zellen erweitert. Leer bedeutet alles.</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Zoom to Extent</source>
        <translation>Auf Ausdehnung zoomen</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Show the extent of the planned raster on the map</source>
        <translation>Ausdehnung des geplanten Rasters in der Karte zeigen</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Reference of the raster; the service&apos;s own keeps its cells unchanged</source>
        <translation>KBS des Rasters; das des Dienstes lässt seine Zellen unverändert</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Output CRS</source>
        <translation>Ausgabe-KBS</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>&amp;Extent</source>
        <translation>A&amp;usdehnung</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Clip to pol&amp;ygons</source>
        <translation>Zuschnittpol&amp;ygone</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>C&amp;RS</source>
        <translation>&amp;KBS</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Cell &amp;size</source>
        <translation>&amp;Zellengröße</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>&amp;Bands</source>
        <translation>Kanä&amp;le</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Extent of the polygons</source>
        <translation>Ausdehnung der Polygone</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Full extent of the service</source>
        <translation>Gesamte Ausdehnung des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>As the Service ({name})</source>
        <translation>Wie der Dienst ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
</context>
<context>
    <name>RenderedService</name>
    <message>
        <location filename="../../ui/rendered_service.py"/>
        <source>Asking the service what the raster function gives…</source>
        <translation>Der Dienst wird gefragt, was die Rasterfunktion ergibt…</translation>
    </message>
</context>
<context>
    <name>ScopeBox</name>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>Where to search</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>All Image Services</source>
        <translation>Alle Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>Parts of a GIS</source>
        <translation>Teile eines GIS</translation>
    </message>
</context>
<context>
    <name>ServiceBrowser</name>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Zoom to Service</source>
        <translation>Auf Dienst zoomen</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Search, or paste the address of a service</source>
        <translation>Suchen oder Adresse eines Dienstes einfügen</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Show where the service lies on the map</source>
        <translation>In der Karte zeigen, wo der Dienst liegt</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Register a GIS, a portal or a server, to browse its image services.</source>
        <translation>Registrieren Sie ein GIS, also ein Portal oder einen Server, um dessen Bilddienste zu durchsuchen.</translation>
    </message>
</context>
<context>
    <name>ServiceDetails</name>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Details of the image service</source>
        <translation>Details des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Select an image service to see what it offers.</source>
        <translation>Wählen Sie einen Bilddienst, um zu sehen, was er bietet.</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Asking the service what it offers…</source>
        <translation>Der Dienst wird gefragt, was er bietet…</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Details of an image service</source>
        <translation>Details eines Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>This service hands out no pixels.</source>
        <translation>Dieser Dienst liefert keine Pixel.</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Credits</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>{columns} × {rows} pixels for each request</source>
        <translation>{columns} × {rows} Pixel je Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>hands out tiles of a cache only</source>
        <translation>liefert nur Kacheln eines Caches</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Capabilities</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Raster functions</source>
        <translation>Rasterfunktionen</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Server version</source>
        <translation>Serverversion</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
</context>
<context>
    <name>ServiceList</name>
    <message>
        <location filename="../../ui/service_list.py"/>
        <source>Image services</source>
        <translation>Bilddienste</translation>
    </message>
</context>
<context>
    <name>ServicePanel</name>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Image Service</source>
        <translation>Bilddienst</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Open {url}</source>
        <translation>{url} öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>SignInBox</name>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Portal or server registered with “Register GIS” in the Processing toolbox</source>
        <translation>Portal oder Server, registriert mit „GIS registrieren“ in den Verarbeitungswerkzeugen</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Authentication configuration of QGIS, applied to the server of the service</source>
        <translation>Authentifizierungskonfiguration von QGIS, angewendet auf den Server des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Registered GIS</source>
        <translation>Registriertes GIS</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
</context>
<context>
    <name>SliceField</name>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Moment, depth or variable of a multidimensional service; or its slice number</source>
        <translation>Zeitpunkt, Tiefe oder Variable eines multidimensionalen Dienstes; oder die Nummer der Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>“{text}” is no slice: choose one of the list, or type its number.</source>
        <translation>„{text}“ ist keine Schicht: Wählen Sie eine aus der Liste oder geben Sie ihre Nummer ein.</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Asking for the slices…</source>
        <translation>Schichten werden abgefragt…</translation>
    </message>
</context>
<context>
    <name>SourceSelect</name>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Browse image services of ArcGIS portals and servers</source>
        <translation>Bilddienste von ArcGIS-Portalen und -Servern durchsuchen</translation>
    </message>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Choose what to download: exact pixel values, as a GeoTIFF</source>
        <translation>Auswählen, was heruntergeladen wird: exakte Pixelwerte, als GeoTIFF</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <location filename="../../plugin/summary.py"/>
        <source>{columns} × {rows} cells, {bands} {kind}, {requests}, about {size}, in {reference}</source>
        <translation>{columns} × {rows} Zellen, {bands} {kind}, {requests}, etwa {size}, in {reference}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage</numerusform>
            <numerusform>%Ln Anfragen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <location filename="../../ui/thumbnails.py"/>
        <source>Thumbnail</source>
        <translation>Vorschaubild</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Instant</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Kind of time</source>
        <translation>Art der Zeitangabe</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Start, in UTC</source>
        <translation>Beginn, in UTC</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>End, in UTC</source>
        <translation>Ende, in UTC</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
</context>
<context>
    <name>TransferPanel</name>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Transfer and Storage</source>
        <translation>Übertragung und Speicherung</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Automatic keeps values and NoData exact; pictures do not</source>
        <translation>Automatisch hält Werte und NoData exakt; Bilder tun das nicht</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>0 (exact)</source>
        <translation>0 (exakt)</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Largest error allowed in values with fractions; larger ones make smaller answers (LERC)</source>
        <translation>Größter zulässiger Fehler bei Werten mit Nachkommastellen; größere machen die Antworten kleiner (LERC)</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>How TIFF is compressed on its way here</source>
        <translation>Wie TIFF bei der Übertragung komprimiert wird</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>As the server</source>
        <translation>Wie der Server</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Quality of JPEG, from 0 to 100; the lower, the smaller and the worse</source>
        <translation>JPEG-Qualität von 0 bis 100; je niedriger, desto kleiner und schlechter</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Columns of a tile</source>
        <translation>Spalten einer Kachel</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Rows of a tile</source>
        <translation>Zeilen einer Kachel</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Parallel requests</source>
        <translation>Parallele Anfragen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Most requests at a time; fewer are sent when the server does not keep up</source>
        <translation>Höchstzahl gleichzeitiger Anfragen; kommt der Server nicht nach, werden weniger gesendet</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>What to do when a tile cannot be had after several attempts</source>
        <translation>Was geschieht, wenn eine Kachel auch nach mehreren Versuchen nicht zu bekommen ist</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Compression of the GeoTIFF; all of them keep values exact</source>
        <translation>Kompression des GeoTIFFs; alle halten die Werte exakt</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Transfer f&amp;ormat</source>
        <translation>Übertragungsf&amp;ormat</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Error to&amp;lerance</source>
        <translation>Fehlertol&amp;eranz</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>TIFF compression</source>
        <translation>TIFF-Kompression</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>&amp;JPEG quality</source>
        <translation>&amp;JPEG-Qualität</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Tile si&amp;ze</source>
        <translation>Ka&amp;chelgröße</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Parallel re&amp;quests</source>
        <translation>Parallele Anfra&amp;gen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>On faile&amp;d tiles</source>
        <translation>Fehlende Kac&amp;heln</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>File &amp;compression</source>
        <translation>Dateikompre&amp;ssion</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>The server answers at most {columns} × {rows} cells at once</source>
        <translation>Der Server liefert höchstens {columns} × {rows} Zellen auf einmal</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>“{text}” is no tolerance: give 0 or a positive number.</source>
        <translation>„{text}“ ist keine Toleranz: Geben Sie 0 oder eine positive Zahl an.</translation>
    </message>
</context>
<context>
    <name>ValuesPanel</name>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Pixel Values</source>
        <translation>Pixelwerte</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Raster function of the service, or a rendering rule as JSON; none gives the raw values</source>
        <translation>Rasterfunktion des Dienstes oder eine Rendering-Regel als JSON; keine ergibt die Rohwerte</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Which of overlapping images is seen: a mosaic method, or a mosaic rule as JSON</source>
        <translation>Welches von überlappenden Bildern zu sehen ist: eine Mosaikmethode oder eine Mosaikregel als JSON</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>How the server fills cells that are not its own</source>
        <translation>Wie der Server Zellen füllt, die nicht seine eigenen sind</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>The server converts; values that do not fit are clamped</source>
        <translation>Der Server wandelt um; Werte, die nicht passen, werden begrenzt</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Value to be treated as NoData; one number, or one for each band: 0; 0; 255</source>
        <translation>Wert, der als NoData (Leerwert) gilt; eine Zahl oder eine je Kanal: 0; 0; 255</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>When a cell is NoData</source>
        <translation>Wann eine Zelle NoData ist</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Raster &amp;function</source>
        <translation>&amp;Rasterfunktion</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Mosaic rule</source>
        <translation>&amp;Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Time</source>
        <translation>Zei&amp;t</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Resamplin&amp;g</source>
        <translation>A&amp;btastung</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Pixel type</source>
        <translation>&amp;Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;NoData</source>
        <translation>&amp;NoData</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>None (Raw Values)</source>
        <translation>Keine (Rohwerte)</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service ({method})</source>
        <translation>Wie der Dienst ({method})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service ({name})</source>
        <translation>Wie der Dienst ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the service ({values})</source>
        <translation>Wie der Dienst ({values})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>“{text}” is no NoData value: give a number, or one per band.</source>
        <translation>„{text}“ ist kein NoData-Wert: Geben Sie eine Zahl an, oder eine je Kanal.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove “{name}” from the registered GIS?</source>
        <translation>„{name}“ aus den registrierten GIS entfernen?</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove GIS</source>
        <translation>GIS entfernen</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Its sign-in is removed from QGIS&apos;s authentication database, too; live layers that use it will no longer be shown.</source>
        <translation>Auch die Anmeldung wird aus der Authentifizierungsdatenbank von QGIS entfernt; Live-Layer, die sie verwenden, werden nicht mehr angezeigt.</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>_AddressBox</name>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Address of the image service</source>
        <translation>Adresse des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Address of an image service; any page below it will do</source>
        <translation>Adresse eines Bilddienstes; jede Seite darunter tut es auch</translation>
    </message>
</context>
</TS>
