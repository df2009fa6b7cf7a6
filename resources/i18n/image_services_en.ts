<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Facts</name>
    <message numerus="yes">
        <location filename="../../ui/facts.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImageServicesAlgorithms</name>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln tile(s)</source>
        <translation>
            <numerusform>%Ln tile</numerusform>
            <numerusform>%Ln tiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln retries</source>
        <translation>
            <numerusform>%Ln retry</numerusform>
            <numerusform>%Ln retries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln raster(s)</source>
        <translation>
            <numerusform>%Ln raster</numerusform>
            <numerusform>%Ln rasters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln file(s) were there already</source>
        <translation>
            <numerusform>%Ln file was there already</numerusform>
            <numerusform>%Ln files were there already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln slice(s)</source>
        <translation>
            <numerusform>%Ln slice</numerusform>
            <numerusform>%Ln slices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln slice(s) were there already</source>
        <translation>
            <numerusform>%Ln slice was there already</numerusform>
            <numerusform>%Ln slices were there already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln tile(s) could not be had and are NoData</source>
        <translation>
            <numerusform>%Ln tile could not be had and is NoData</numerusform>
            <numerusform>%Ln tiles could not be had and are NoData</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n image service(s)</source>
        <translation>
            <numerusform>%n image service</numerusform>
            <numerusform>%n image services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>%Ln sample(s)</source>
        <translation>
            <numerusform>%Ln sample</numerusform>
            <numerusform>%Ln samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message numerus="yes">
        <location filename="../../plugin/layer_metadata.py"/>
        <source>%n band(s)</source>
        <translation>
            <numerusform>%n band</numerusform>
            <numerusform>%n bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layer_metadata.py"/>
        <source>%n tile(s) could not be had and are NoData.</source>
        <translation>
            <numerusform>%n tile could not be had and is NoData.</numerusform>
            <numerusform>%n tiles could not be had and are NoData.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MosaicDialog</name>
    <message numerus="yes">
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Let the rule show just the selected rasters, at most %n</source>
        <translation>
            <numerusform>Let the rule show just the selected rasters, at most %n</numerusform>
            <numerusform>Let the rule show just the selected rasters, at most %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OriginalsDialog</name>
    <message numerus="yes">
        <location filename="../../ui/originals_dialog.py"/>
        <source>%Ln raster(s)</source>
        <translation>
            <numerusform>%Ln raster</numerusform>
            <numerusform>%Ln rasters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/originals_dialog.py"/>
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln file</numerusform>
            <numerusform>%Ln files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PublishLines</name>
    <message numerus="yes">
        <location filename="../../ui/publish_lines.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PublishOutcomes</name>
    <message numerus="yes">
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>%n publishing job(s) may still run; a look at them needs your sign-in.</source>
        <translation>
            <numerusform>%n publishing job may still run; a look at it needs your sign-in.</numerusform>
            <numerusform>%n publishing jobs may still run; a look at them needs your sign-in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeriesDialog</name>
    <message numerus="yes">
        <location filename="../../ui/series_dialog.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/series_dialog.py"/>
        <source>%Ln slice(s)</source>
        <translation>
            <numerusform>%Ln slice</numerusform>
            <numerusform>%Ln slices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
</context>
</TS>
